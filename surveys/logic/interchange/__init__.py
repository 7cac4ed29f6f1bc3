"""Questionnaires as XLSForm: workbooks behind guards, XPath as a typed tree, reading and writing."""
