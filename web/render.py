"""Views to HTML. One frozen view dataclass per template; StrictUndefined, autoescape, no query or arithmetic inside templates."""

from typing import Any, ClassVar, Protocol

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from service.domain.money import write_wan
from service.flows.notices.read_inbox import count_unread
from service.flows.upkeep.read_site_state import last_site_state, read_site_state
from service.runtime import Runtime
from web import text
from web.assets import Assets
from web.display import COOKIE, read_display
from web.navigation import ENTRIES, is_current_entry
from web.parts.desk import desk_of, footer_lines
from web.parts.frame import Frame, NavLink
from web.permits import cookies_of, find_visit, form_token_of


class View(Protocol):
    """What every page hands to its template: the template's name as a class variable, and the title."""

    template: ClassVar[str]

    @property
    def title(self) -> str:
        """The page's own title, without the site's name."""


class Piece(Protocol):
    """A part of a page that the script puts into one."""

    template: ClassVar[str]


def build_environment(assets: Assets) -> Environment:
    """Return the Jinja environment with all filters; templates may use nothing else."""
    environment = Environment(
        loader=PackageLoader("web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["asset"] = assets.address
    environment.filters.update(
        date=text.chinese_date,
        instant=text.chinese_instant,
        wan=write_wan,
        weeks=text.weeks_text,
        thousands=text.thousands,
        percent=text.percent,
        joined=text.joined,
        clipped=text.clipped,
        phrased=text.phrased,
    )
    environment.globals["price_band"] = text.price_band
    environment.globals["marked"] = text.marked
    return environment


class Renderer:
    """Draws views inside the frame."""

    def __init__(self, runtime: Runtime, assets: Assets) -> None:
        self._runtime = runtime
        self._environment = build_environment(assets)

    def page(self, request: Request, view: View, *, status: int = 200) -> HTMLResponse:
        """Draw one page inside the frame of this request.

        Raises:
            jinja2.UndefinedError: the template asks for something its view does not have.
        """
        answer = HTMLResponse(self.draw(view, self._frame(request, calm=status >= 500)), status_code=status)
        if visit := find_visit(request):
            answer.headers["Cache-Control"] = "no-store"
            if visit.is_new:
                cookies_of(request).set_before(answer, visit.cookie)
        return answer

    def piece(self, view: Piece) -> HTMLResponse:
        """Draw a part of a page, without a frame."""
        return HTMLResponse(self._environment.get_template(view.template).render(page=view))

    def draw(self, view: View, frame: Frame) -> str:
        """The page as text."""
        context: dict[str, Any] = {"page": view, "frame": frame}
        return self._environment.get_template(view.template).render(context)

    def _frame(self, request: Request, *, calm: bool) -> Frame:
        # A page that tells of a failure must not fail by asking the same database again: `calm` uses what was last seen.
        settings, display = self._runtime.settings, read_display(request.cookies.get(COOKIE))
        state = last_site_state(self._runtime) if calm else read_site_state(self._runtime)
        path, query = request.url.path, request.url.query
        demonstration = state.demo_providers > 0
        desk = desk_of(settings, demonstration=demonstration)
        visit = find_visit(request)
        unread = count_unread(self._runtime, visit.actor) if visit and not calm else 0
        host, contact = footer_lines(settings, desk, demonstration=demonstration)
        return Frame(
            site_name=settings.site_name,
            host=host,
            contact=contact,
            icp=settings.site_icp,
            police_filing=settings.site_police_filing,
            site_code=settings.site_code,
            bureau_name=settings.bureau_name,
            desk=desk,
            demo_providers=state.demo_providers,
            large_text=display.large,
            high_contrast=display.contrast,
            nav=tuple(
                NavLink(entry.label, entry.href, is_current_entry(entry, path), unread if entry.href == "/account" else 0)
                for entry in ENTRIES
            ),
            path=path,
            here=f"{path}?{query}" if query else path,
            request_id=request.state.request_id,
            person=visit.actor.name if visit else "",
            form_token=form_token_of(request),
        )
