"""Lists of the API come in numbered pages."""

from rest_framework.pagination import PageNumberPagination


class NumberedPages(PageNumberPagination):
    """{"count", "next", "previous", "results"}; ?page= and ?page_size= up to 200."""

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 200
