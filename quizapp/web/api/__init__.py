"""The programming interface: `/api/v1/`, JSON over the same services as the pages.

operations   what there is: one description each, from which document and checks follow
gate         who asks, how fast, and whether the question fits its description
schemas      what bodies and answers look like; `checking` holds what comes in to them
shapes       domain values as JSON, written out by hand
document     the OpenAPI document
"""
