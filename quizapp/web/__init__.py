"""The web ring: addresses, forms, words and pages over the services.

A view parses the request, calls one service and renders; one package per feature.
"""
