"""The studio: what teachers write, from a first sentence to a published article.

A draft is a working copy that only its owner and administrators see. Saving is by part
(`saving`), looking at what follows writes nothing (`writing`, `checking`), publishing
stores the article as any other (`publishing`), and every state stays (`history`).
"""
