"""Columns of texts, lists and bytes that hold nothing personal, and why nothing can come in.

Ids of records, states, kinds and codes are chosen by the platform from lists or by chance. Columns of numbers, days, instants and
yes or no name nobody by themselves, and need not stand here. What people type freely belongs into `personal_kinds.py`.
"""

from collections.abc import Mapping

IMPERSONAL: Mapping[str, str] = {
    "audit_entries": "action subject_kind subject_id detail value_digests digest",
    "audit_values": "name salt",
    "capabilities": "id provider_id industries industry_codes delivery declared_scenarios",
    "case_links": "digest provider_id case_id mark made_by answer",
    "change_feed": "provider_id",
    "claims": "id person_id provider_id state decided_by",
    "confirmations": "provider_id part confirmed_by names",
    "declared_ties": "id person_id provider_id",
    "embeddings": "fingerprint text_hash vector",
    "exposures": "month provider_id kind place scenario trade",
    "follow_links": "digest need_id",
    "introduction_contacts": "introduction_id",
    "introductions": "id need_id provider_id state proposed_by snapshot_id",
    "links": "kind person_id",
    "manufacturers": "id name",
    "meetings": "id introduction_id kind made_by",
    "memberships": "id provider_id pool_code edition_id category document_no state",
    "need_contacts": "need_id consent_wording",
    "needs": "id state manufacturer_id firm_uscc scenario_code industry_code town_code level_code "
    "visibility source broker_id waits_for snapshot_id merged_into",
    "notice_choices": "kind mail",
    "notices": "id person_id kind wording key mail",
    "outcomes": "id introduction_id kind told_by recorded_by case_id",
    "passage_tags": "id provider_id passage_id scenario_code origin text_hash bank_fingerprint",
    "people": "id state",
    "pool_editions": "id pool_code batch document_no",
    "pools": "code name short_name",
    "profile_changes": "id provider_id state made_by saved_by reviewer_id",
    "proofs": "id provider_id item_id kind mark vouched_by",
    "provider_intake": "provider_id changed_by",
    "providers": "id uscc source_id city town",
    "qualifications": "id provider_id",
    "recovery_codes": "person_id",
    "request_keys": "digest asked record_id",
    "reviews": "id change_id reviewer_id",
    "role_grants": "id person_id",
    "row_fingerprints": "fingerprint provider_id standing",
    "scenario_groups": "code name plain",
    "scenarios": "code group_code name definition plain layer national_group level_hint synonyms says adjacent",
    "sessions": "person_id proof",
    "shortlist_lines": "id need_id provider_id fit added_by removed_by",
    "snapshots": "id need_id",
    "special_days": "name",
    "success_cases": "id provider_id industry industry_codes town capability",
    "supply_gaps": "id reason scenario_code topic industry_code town_code",
    "tasks": "id kind key person_id state worker failure",
    "terms": "kind code name content",
    "timeline_lines": "need_id kind side actor detail",
    "tokens": "id person_id scopes",
    "totp_apps": "person_id",
    "unit_contacts": "provider_id",
    "utterances": "id scenario_code topic style voice text source",
}
"""Table → names of its columns, with spaces between."""
