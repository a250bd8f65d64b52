-- Who has a claim on a running slice: a lease, by its number, or a share of one, until a time.
alter table rivet_slice add column claim_owner text;
alter table rivet_slice add column claim_fencing_no integer;
alter table rivet_slice add column claim_until text;
