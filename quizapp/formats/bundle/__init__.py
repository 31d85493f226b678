"""One article as one file: its folder of YAML, packed, with the terms that it shares.

    made-up/{article,passage,terms,facts}.yaml      the article
    common/{terms,phrases}.yaml                     what it shares with others

Unpacked, it is a folder of seeds that `quizapp content check` accepts. It is lossless:

    read(write(article)) == travelling(article)     write(read(write(article))) == write(article)
"""
