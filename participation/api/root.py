"""The address of the API itself: where its description, its documentation and its public beginnings are."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from participation.api.access import Public


class RootSerializer(serializers.Serializer[dict[str, str]]):
    schema = serializers.URLField()
    docs = serializers.URLField()
    processes = serializers.URLField()


class Root(APIView):
    """Where to begin: the schema names every address."""

    permission_classes = [Public]

    @extend_schema(tags=["processes"], responses={200: RootSerializer}, operation_id="root", auth=[{}])
    def get(self, request: Request) -> Response:
        return Response({name: reverse(f"api:{name}", request=request) for name in ("schema", "docs", "processes")})
