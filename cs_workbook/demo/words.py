"""The words of the demo book: names, plans, reasons and what people write into surveys.

Every company and person is invented.
"""

CSMS = (
    "Amara Okafor",
    "Hanna Lindqvist",
    "Jonas Keller",
    "Luca Ferretti",
    "Mateo Vargas",
    "Priya Raman",
)

NAME_STARTS = (
    *("Alder", "Bram", "Cald", "Dorn", "Elver", "Farr", "Gorm", "Hest", "Isk", "Jorv"),
    *("Kest", "Lund", "Marr", "Nev", "Orv", "Pell", "Quarl", "Rusk", "Sarn", "Tarn"),
    *("Umber", "Vask", "Wynd", "Yarl", "Zeph"),
)
NAME_ENDS = (
    *("beck", "brook", "croft", "dale", "fell", "gate", "holt", "mere", "moor", "ridge"),
    *("stead", "thwaite", "wick", "wold"),
)

# Letters that go wrong when a file is read in another encoding than it was written in.
NAMES_WITH_MARKS = (
    ("Grünwaldt Möbelbau", "Manufacturing", "Germany"),
    ("Käsperle & Söhne", "Retail", "Austria"),
    ("Björkvinge Skogsbruk", "Manufacturing", "Sweden"),
    ("Peñalbarra Conservas", "Retail", "Spain"),
    ("Hôtelière Belrêve", "Hospitality", "France"),
    ("Straßner Fördertechnik", "Logistics", "Germany"),
)

INDUSTRIES = {
    "Software": ("Software", "Systems", "Labs"),
    "Manufacturing": ("Works", "Components", "Tooling"),
    "Logistics": ("Logistics", "Freight", "Haulage"),
    "Healthcare": ("Health", "Clinics", "Diagnostics"),
    "Retail": ("Outfitters", "Home", "Grocers"),
    "Finance": ("Mutual", "Leasing", "Insurance"),
    "Education": ("Academy", "Learning"),
    "Energy": ("Solar", "Energy"),
    "Media": ("Media", "Press"),
}

COUNTRIES = (
    *("Germany",) * 5,
    *("United Kingdom",) * 4,
    *("United States",) * 4,
    *("Netherlands", "France", "Austria", "Sweden", "Spain", "Canada"),
)

FEATURES = (
    *("Dashboards", "Reports", "Alerts", "Workflows", "Approvals", "Integrations", "Exports"),
    *("Forecast", "Templates", "Mobile app", "Comments", "Audit log", "API", "Bulk edit"),
)

FIRST_NAMES = (
    *("Aisha", "Ben", "Carla", "Dmitri", "Elena", "Femi", "Greta", "Hugo", "Ines", "Jamal"),
    *("Katrin", "Leo", "Mina", "Nils", "Olga", "Paul", "Rosa", "Sami", "Tove", "Yara"),
)

PRAISE = (
    "The team uses it every day.",
    "Reports that took us a morning are done before coffee.",
    "Our CSM knows our business better than some of us do.",
    "Setup was quick and the templates fit.",
    "Würde ich sofort weiterempfehlen.",
    "Great support, always a human.",
)
LUKEWARM = (
    "Does the job. Export to Excel could be better.",
    "Good product, the mobile app is slow.",
    "Fine so far; we only use half of it.",
    "Pricing is getting close to our limit.",
    "Waiting for the approval steps you announced.",
)
COMPLAINTS = (
    "Three tickets open and nobody calls back.",
    "The last update broke our integration.",
    "We pay for seats nobody uses.",
    "Too slow for month end.",
    "Unser Projektleiter ist weg, keiner kennt sich mehr aus.",
    "Hard to find anything since the redesign.",
)

SUBJECTS = (
    *("Cannot sign in after password change", "Report shows last month only"),
    *("Integration stopped syncing", "How do I add a reviewer?", "Invoice address changed"),
    *("Export misses rows", "Dashboard loads slowly", "Alert sent twice", "Need more seats"),
    *("API returns 429", "Mobile app closes on start", "Rechnung fehlt", "Permission denied"),
)

REASONS = {
    "price": "Budget cut, the board wants one tool less.",
    "product": "Missing approval steps, moved to another product.",
    "support": "Waited two weeks for an answer, twice.",
    "champion left": "The person who brought us in has left the company.",
    "out of business": "",
}
