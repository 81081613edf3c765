"""The engine's operations, one door a noun; each says which role it takes and whose store it
touches.
"""
