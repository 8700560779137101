"""The documentation page needs nothing from another host."""

import base64
import hashlib
import re


def test_page_names_only_files_of_this_host_and_they_are_there(client):
    page = client.get("/api/docs")
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(addresses) == 3
    for address in addresses:
        assert not re.match(r"(?:[a-z]+:)?//", address)
        assert client.get(f"/api/{address}").status_code == 200
    assert not re.search(r"(?:https?:)?//(?!\S*localhost)[a-z]", page.text.replace("</", ""))
    assert client.get("/api/v1/openapi.json").status_code == 200
    assert '"/api/v1' not in page.text  # relative, so that a path prefix before it does no harm


def test_its_one_inline_script_is_the_only_one_its_policy_allows(client):
    page = client.get("/api/docs")
    policy = page.headers["Content-Security-Policy"]
    (script,) = re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)
    assert f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" in policy
    assert "default-src 'none'" in policy
    assert "http" not in policy
