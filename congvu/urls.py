"""ALL routes of the site on one page: its table of contents."""

from django.urls import include, path
from django.views.i18n import set_language

from congvu.dossiers.views import (
    absences,
    batches,
    bulk,
    cash,
    choosing,
    counter,
    desk,
    export,
    fees,
    finding,
    kiosk,
    land,
    listing,
    paper_receipts,
    papers,
    public,
    rating,
    refusal,
    saved,
    scans,
    signing,
    submitting,
    tickets,
    visits,
    warning,
    work,
)
from congvu.indicators.views import own, queue, ratings, report
from congvu.indicators.views import unit as indicators
from congvu.notices import views as notices
from congvu.offices import fee_views
from congvu.offices import views as offices

dossiers = [
    # everybody
    path("tra-cuu/", public.lookup, name="lookup"),
    path("tra-cuu/ho-so/", public.status, name="status"),
    path("tra-cuu/danh-gia/", rating.rate, name="rate"),
    path("tra-cuu/kiosk/", kiosk.start, name="kiosk"),
    path("tra-cuu/kiosk/ho-so/", kiosk.status, name="kiosk_status"),
    path("tra-cuu/kiosk/dong/", kiosk.close, name="kiosk_close"),
    path("tra-cuu/giay-to/<int:paper>.pdf", public.paper_pdf, name="citizen_paper"),
    # counter
    path("ho-so/tiep-nhan/", choosing.choose, name="accept"),
    path("ho-so/tiep-nhan/the/", visits.read_card, name="read_card"),
    path("ho-so/tiep-nhan/<slug:slug>/", counter.accept, name="accept_one"),
    path("ho-so/<int:pk>/da-tiep-nhan/", visits.accepted, name="accepted"),
    path("ho-so/<int:pk>/giay-tiep-nhan.pdf", papers.receipt_pdf, name="receipt"),
    path("luot/<int:pk>/giay-tiep-nhan.pdf", visits.receipts, name="visit_receipts"),
    path("hang-cho/", tickets.queue, name="queue"),
    path("so-thu-tu/<int:pk>/", tickets.ticket, name="ticket"),
    path("lay-so/<slug:code>/<slug:key>/", tickets.machine, name="ticket_machine"),
    path("man-hinh/<slug:code>/", tickets.screen, name="screen"),
    path("giay-bien-nhan/", paper_receipts.paper_receipts, name="paper_receipts"),
    path("giay-bien-nhan/tap/<int:pk>.pdf", paper_receipts.block_pdf, name="receipt_block"),
    path("ho-so/tu-choi/<slug:slug>/", refusal.refuse, name="refuse"),
    path("tu-choi/", refusal.refusals, name="refusals"),
    path("tu-choi/<int:pk>/", refusal.refusal, name="refusal"),
    path("tu-choi/<int:pk>/phieu.pdf", refusal.refusal_pdf, name="refusal_pdf"),
    path("so-theo-doi/", papers.register, name="register"),
    path("so-theo-doi/so.pdf", papers.register_pdf, name="register_pdf"),
    # desks
    path("viec-cua-toi/", work.work, name="work"),
    path("canh-bao-som/", warning.warning, name="warning"),
    path("tim/", finding.results, name="find"),
    path("ho-so/", listing.listing, name="list"),
    path("ho-so/tai/", export.export, name="export"),
    path("ho-so/bo-loc/", saved.saved, name="saved"),
    path("ho-so/bo-loc/<int:pk>/", saved.change, name="saved_change"),
    path("ho-so/hang-loat/", bulk.act, name="bulk"),
    path("ho-so/hang-loat/<int:pk>/", bulk.outcome, name="bulk_run"),
    path("ho-so/<int:pk>/", desk.detail, name="detail"),
    path("ho-so/<int:pk>/danh-gia-tai-quay/", rating.rate_supervised, name="rate_supervised"),
    path("ho-so/<int:pk>/giay-to/<int:paper>.pdf", papers.paper_pdf, name="paper"),
    path("ho-so/<int:pk>/phieu-kiem-soat.pdf", papers.control_sheet, name="control_sheet"),
    path("dat-dai/", land.land, name="land"),
    path("dat-dai/danh-sach-cong-khai/<slug:code>.pdf", land.public_list_pdf, name="public_list"),
    path("ho-so/<int:pk>/trinh-ky/", submitting.submit, name="ask_signature"),
    path("ho-so/<int:pk>/<slug:move>/", desk.act, name="act"),
    # who is away
    path("vang-mat/", absences.register, name="absences"),
    path("vang-mat/ghi/", absences.choose, name="absence_choose"),
    path("vang-mat/ghi/<slug:login>/", absences.enter, name="absence_enter"),
    path("vang-mat/<int:pk>/", absences.one, name="absence"),
    path("vang-mat/<int:pk>/bien-ban/<int:paper>.pdf", absences.minutes, name="absence_minutes"),
    path("vang-mat/<int:pk>/<slug:act>/", absences.act, name="absence_act"),
    # signatures
    path("trinh-ky/", signing.queue, name="signing"),
    path("trinh-ky/<int:pk>/", signing.one, name="signing_one"),
    path("trinh-ky/<int:pk>/<slug:act>/", signing.act, name="signing_act"),
    path("cho-ky/", signing.overview, name="signing_overview"),
    path("ho-so/<int:pk>/phi/", fees.fees, name="fees"),
    path("ho-so/<int:pk>/phi/<slug:act>/", fees.fee_act, name="fee_act"),
    path("ho-so/<int:pk>/so-hoa/", scans.scans, name="scans"),
    path("ho-so/<int:pk>/so-hoa/<int:scan>/", scans.scan_file, name="scan_file"),
    path("ho-so/<int:pk>/so-hoa/<int:scan>/thu-hoi/", scans.withdraw, name="scan_withdraw"),
    path("ho-so/<int:pk>/<slug:move>/", desk.act, name="act"),
    # the day's money
    path("thu-phi/", cash.days, name="cash"),
    path("thu-phi/chua-nop/", fees.unpaid_list, name="unpaid"),
    path("thu-phi/<int:pk>/", cash.day, name="cash_day"),
    path("thu-phi/<int:pk>/bang-ke.pdf", cash.day_pdf, name="cash_pdf"),
    path("thu-phi/<int:pk>/bang-ke.xlsx", cash.day_xlsx, name="cash_xlsx"),
    path("thu-phi/<int:pk>/khoa-so/", cash.close, name="cash_close"),
    # between units
    path("ban-giao/", batches.overview, name="batches"),
    path("ban-giao/lap/<slug:cargo>/<slug:origin>/<slug:destination>/", batches.compose, name="batch_compose"),
    path("ban-giao/<int:pk>/", batches.one, name="batch"),
    path("ban-giao/<int:pk>/danh-sach.pdf", batches.printed, name="batch_pdf"),
    path("ban-giao/<int:pk>/<slug:act>/", batches.act, name="batch_act"),
]

figures = [
    path("don-vi/", indicators.unit, name="unit"),
    path("don-vi/<slug:code>/", indicators.unit, name="one_unit"),
    path("so-lieu-cua-toi/", own.own, name="own"),
    path("so-lieu-cua-toi/danh-sach/", own.own_list, name="own_list"),
    path("so-lieu-can-bo/", own.officials, name="officials"),
    path("so-lieu-can-bo/<slug:login>/", own.official, name="official"),
    path("so-lieu-can-bo/<slug:login>/danh-sach/", own.official_list, name="official_list"),
    path("hang-cho/so-lieu/", queue.queue, name="queue"),
    path("danh-gia/", ratings.ratings, name="ratings"),
    path("bao-cao/", report.report, name="report"),
    path("bao-cao/<slug:code>/", report.report, name="one_report"),
]

handler400 = "congvu.offices.refused_requests.refused"
urlpatterns = [
    path("", public.home, name="home"),
    path("Q/<str:token>", public.by_qr, name="by_qr"),
    path("dang-nhap/", offices.sign_in, name="sign_in"),
    path("dang-xuat/", offices.sign_out, name="sign_out"),
    path("hop-thu-di/", notices.outbox, name="outbox"),
    path("hop-thu-di/<int:pk>/gui-lai/", notices.retry, name="outbox_retry"),
    path("tin-nhan/xac-nhan/", notices.confirmed, name="notice_confirmed"),
    path("muc-thu/", fee_views.rates, name="fee_rates"),
    path("muc-thu/<slug:slug>/", fee_views.publish, name="fee_publish"),
    path("ngon-ngu/", set_language, name="set_language"),
    path("", include((dossiers, "dossiers"))),
    path("", include((figures, "indicators"))),
]
