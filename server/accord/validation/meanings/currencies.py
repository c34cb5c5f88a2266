"""Currencies: the codes of ISO 4217, and the names and symbols that people write instead."""

from __future__ import annotations

_LISTED = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE
CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD
HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD
MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR
RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU XTS XUA
XXX YER ZAR ZMW ZWG
ADP AFA ALK AOK AON AOR ARA ARP ATS AZM BAD BEF BGL BRB BRC BRN BRR BUK CSD CSK CUC CYP DDM DEM ECS EEK ESP FIM FRF
GEK GHC GRD GWP HRK IEP ITL LTL LUF LVL MGF MRO MTL MXP MZM NLG PLZ PTE ROL RUR SDD SIT SKK SLL SRG STD TMM TRL UAK
VEB VEF XEU YUM ZMK ZRN ZWD ZWL
"""
CODES = frozenset(_LISTED.split())
"""Every code of ISO 4217: those in force (list one), and those withdrawn that a source of its time may name (three)."""

SYMBOLS: dict[str, tuple[str, ...]] = {
    "£": ("GBP", "EGP", "FKP", "GIP", "SHP", "SSP", "SDG", "LBP", "SYP", "IEP"),
    "€": ("EUR",),
    "$": ("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "BRL", "CLP", "COP", "ARS", "JMD", "BBD", "BSD"),
    "us$": ("USD",),
    "a$": ("AUD",),
    "c$": ("CAD",),
    "¥": ("JPY", "CNY"),
    "₹": ("INR",),
    "₩": ("KRW", "KPW"),
    "₺": ("TRY",),
    "₪": ("ILS",),
    "kr": ("DKK", "SEK", "NOK", "ISK", "EEK"),
    "kr.": ("DKK", "SEK", "NOK", "ISK", "EEK"),
}
"""The currencies of a symbol, in lower case, the most common first."""

NAMES: dict[str, tuple[str, ...]] = {
    "british pound": ("GBP",),
    "british pounds": ("GBP",),
    "pound sterling": ("GBP",),
    "pounds sterling": ("GBP",),
    "sterling": ("GBP",),
    "pound": SYMBOLS["£"],
    "pounds": SYMBOLS["£"],
    "euro": ("EUR",),
    "euros": ("EUR",),
    "us dollars": ("USD",),
    "dollar": SYMBOLS["$"],
    "dollars": SYMBOLS["$"],
    "danish krone": ("DKK",),
    "danish kroner": ("DKK",),
    "norwegian kroner": ("NOK",),
    "swedish kronor": ("SEK",),
    "krone": ("DKK", "NOK"),
    "kroner": ("DKK", "NOK"),
    "kronor": ("SEK",),
    "yen": ("JPY",),
    "yuan": ("CNY",),
    "renminbi": ("CNY",),
    "rupees": ("INR", "PKR", "LKR", "NPR", "MUR"),
    "swiss francs": ("CHF",),
    "francs": ("CHF", "XOF", "XAF", "FRF", "BEF"),
}
"""The currencies of a name, in lower case, the most common first."""


def meant(text: str) -> tuple[str, ...]:
    """The codes that a symbol, a name or a code in any case may mean, the likeliest first; none for anything else."""
    plain = " ".join(text.casefold().split())
    if plain.upper() in CODES:
        return (plain.upper(),)
    return SYMBOLS.get(plain) or NAMES.get(plain) or ()
