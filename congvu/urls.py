"""ALL routes of the site on one page: its table of contents."""

from django.urls import include, path
from django.views.i18n import set_language

from congvu.dossiers.views import (
    batches,
    bulk,
    counter,
    day_register,
    desk,
    export,
    filings,
    finding,
    kiosk,
    land,
    listing,
    mappings,
    papers,
    public,
    rating,
    refusal,
    saved,
    work,
)
from congvu.indicators.views import own, ratings, report
from congvu.indicators.views import unit as indicators
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
    path("ho-so/tiep-nhan/", counter.choose, name="accept"),
    path("ho-so/tiep-nhan/<slug:slug>/", counter.accept, name="accept_one"),
    path("ho-so/<int:pk>/da-tiep-nhan/", counter.accepted, name="accepted"),
    path("ho-so/<int:pk>/giay-tiep-nhan.pdf", papers.receipt_pdf, name="receipt"),
    path("ho-so/tu-choi/<slug:slug>/", refusal.refuse, name="refuse"),
    path("tu-choi/", refusal.refusals, name="refusals"),
    path("tu-choi/<int:pk>/", refusal.refusal, name="refusal"),
    path("tu-choi/<int:pk>/phieu.pdf", refusal.refusal_pdf, name="refusal_pdf"),
    path("so-theo-doi/", papers.register, name="register"),
    path("so-theo-doi/so.pdf", papers.register_pdf, name="register_pdf"),
    # the day's register
    path("so-trong-ngay/", day_register.overview, name="day_register"),
    path("so-trong-ngay/tai-len/", day_register.upload, name="register_upload"),
    path("so-trong-ngay/khong-con/", day_register.gone, name="register_gone"),
    path("so-trong-ngay/tep/<int:pk>/", day_register.one, name="register_file"),
    path("so-trong-ngay/tep/<int:pk>/<slug:act>/", day_register.decide, name="register_decide"),
    path("so-trong-ngay/anh-xa/", mappings.begin, name="mapping_begin"),
    path("so-trong-ngay/anh-xa/mau/<int:pk>/", mappings.compose, name="mapping_compose"),
    path("so-trong-ngay/anh-xa/<slug:name>/", mappings.mapping, name="mapping"),
    path("so-trong-ngay/anh-xa/<slug:name>/<int:number>.yaml", mappings.download, name="mapping_yaml"),
    path("hang-cho-truc-tuyen/", filings.queue, name="filings"),
    path("hang-cho-truc-tuyen/<int:pk>/<slug:act>/", filings.act, name="filing_act"),
    # desks
    path("viec-cua-toi/", work.work, name="work"),
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
    path("ho-so/<int:pk>/<slug:move>/", desk.act, name="act"),
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
    path("danh-gia/", ratings.ratings, name="ratings"),
    path("bao-cao/", report.report, name="report"),
    path("bao-cao/<slug:code>/", report.report, name="one_report"),
]

urlpatterns = [
    path("", public.home, name="home"),
    path("Q/<str:token>", public.by_qr, name="by_qr"),
    path("dang-nhap/", offices.sign_in, name="sign_in"),
    path("dang-xuat/", offices.sign_out, name="sign_out"),
    path("ngon-ngu/", set_language, name="set_language"),
    path("", include((dossiers, "dossiers"))),
    path("", include((figures, "indicators"))),
]
