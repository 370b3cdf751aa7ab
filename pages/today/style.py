"""How the page looks: targets for a thumb, one card that stands out, and what a phone or a desk alone shows."""

STYLE = """<style>
.st-key-call_card { border: 2px solid #1D68AC; border-radius: 12px; padding: 14px; gap: 8px }
.call-card .top { display: flex; align-items: center; gap: 8px }
.call-card .who { font-size: 22px; font-weight: 600; line-height: 30px; overflow-wrap: anywhere }
.call-card .money { margin-left: auto; text-align: right; font-size: 17px; font-weight: 600; line-height: 20px;
  white-space: nowrap }
.call-card .money small, .call-card .has { color: var(--muted); font-size: 13px; font-weight: 400 }
.call-card .money small { display: block }
.call-grade { border-radius: 11px; font-size: 13px; font-weight: 600; line-height: 22px; min-width: 22px; padding: 0 6px;
  text-align: center }
.call-why { border: 1px solid; border-radius: 4px; font-size: 13px; margin-right: 6px; padding: 0 5px; white-space: nowrap }
.call-pressing, .st-key-bar_yes p { color: var(--pressing) }
.call-card .reason { font-weight: 600; margin: 4px 0 }
.call-card .has { margin: 4px 0; font-size: 14px }
.call-card blockquote { background: var(--panel); border-left: 4px solid #1D68AC; font-size: 16px; line-height: 24px;
  margin: 8px 0; padding: 8px 12px }
.call-number { background: #1D68AC; border-radius: 8px; color: #fff !important; display: block; font-size: 18px; font-weight: 600;
  line-height: 52px; text-align: center; text-decoration: none !important }
.st-key-outcomes, .st-key-bar_answers { display: grid; grid-template-columns: 1fr 1fr; gap: 8px }
.st-key-outcomes button, .st-key-barring button { min-height: 50px; width: 100% }
.st-key-outcomes > *, .st-key-outcomes .stButton,
.st-key-bar_answers > *, .st-key-bar_answers .stButton { width: 100% !important }
.st-key-call_more button { color: var(--muted); min-height: 44px }
.call-file { color: inherit !important; line-height: 44px; text-decoration: underline }
.st-key-barring { border: 2px solid var(--pressing); border-radius: 12px; padding: 14px }
.st-key-call_undo { background: linear-gradient(#1D68AC1A, #1D68AC1A), var(--panel); border-radius: 8px; padding: 4px 14px }
.st-key-call_undo button, .st-key-done button { min-height: 44px; min-width: 44px }
.st-key-call_undo, [class*=st-key-line_], [class*=st-key-done_] { flex-wrap: nowrap !important }
.st-key-call_undo > :first-child, [class*=st-key-line_] > :first-child, [class*=st-key-done_] > :first-child {
  flex: 1 1 0 !important; min-width: 0 !important }
.st-key-call_undo > :last-child, [class*=st-key-line_] > :not(:first-child), [class*=st-key-done_] > :last-child {
  flex: none !important }
.st-key-lines button p { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.call-file { display: inline-block; min-width: 44px }
.st-key-lines button { justify-content: flex-start; min-height: 56px; text-align: left; width: 100% }
.st-key-lines button > div { justify-content: flex-start; text-align: left; width: 100% }
.call-round { align-items: center; background: #1D68AC1A; border-radius: 50%; color: var(--muted) !important; display: flex;
  font-size: 20px; height: 48px;
  justify-content: center; text-decoration: none !important; width: 48px }
@media (max-width: 640px) {
  .stMainBlockContainer :is([data-testid=stButtonGroup] button, .stExpander summary, .st-key-quick_dates button,
  [class*=st-key-fold_line_] button) { min-height: 44px; min-width: 44px }
}
@media (min-width: 641px) { .st-key-lines { display: none } }
@media (max-width: 640px) {
  [data-testid=stLayoutWrapper]:has(> .st-key-call_undo) { background: var(--panel); bottom: 0; left: 0; padding: 6px 12px;
    position: fixed; width: 100% !important; z-index: 9 }
  .stMainBlockContainer:has(.st-key-call_undo) { padding-bottom: 88px }
  [data-testid=stColumn]:has(.st-key-wide_today_list, .st-key-wide_today_filters), .st-key-wide_today_downloads { display: none }
}
</style>"""
