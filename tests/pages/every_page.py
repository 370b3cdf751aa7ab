"""Every page of the app, and every tab of it, by its address."""

from tests.source import ROOT

PAGES = sorted(path.parent.name for path in (ROOT / "pages").glob("*/page.py"))
# tab of the gradings → family
FAMILIES = {"abcd": "rank_overlap", "matrix": "matrix", "rfm": "rfm", "cards": "threshold", "scorecards": "scorecard"}
TABS = {"foresight": ("expected", "asleep"), "assign": ("proposals", "assessment", "register"), "gradings": tuple(FAMILIES), "retention": ("periods", "cohorts", "return"),
        "upload": ("files", "close"), "composition": ("sales", "products", "indicators", "receivables", "stored"), "progress": ("month", "coverage", "points", "ladder")}
LOOKS = [(page, {"tab": tab} if tab else {}) for page in PAGES for tab in TABS.get(page, (None,))]
