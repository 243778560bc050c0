' A code without a text, as a component may return it.
Err.Raise &H80041002
