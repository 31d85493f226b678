"""What the answers of a class say: about its questions, and about the two languages.

moments     means, variances, covariances, k-statistics
intervals   how sure a number is: Wilson, and the seeded bootstrap over learners
measure     a number with its interval, hidden below the answers that it takes
figures     the statistics of items and of a whole test, as Moodle computes them
analysis    those with their intervals
options     what became of every option of a question
mantel      two groups compared within strata: the Mantel-Haenszel test
fairness    which questions are harder in one language
"""
