-- How a source published a number: "trên 100 buổi", "hơn 9.800 lượt người", "gần 1.600 camera".

alter table figures
  add column qualifier text check (qualifier in ('over', 'nearly')),
  add constraint figures_qualified_check check (qualifier is null or (origin <> 'records' and value is not null and keys is null));
comment on column figures.qualifier is
  'How the source published the number: over (trên, hơn) or nearly (gần); null = exactly so. Counted records and names are exact';

-- Few figures are qualified, so that a total finds those in it at no cost that grows with the house.
create index figures_qualifier_index on figures (indicator_id, month, unit_id) include (qualifier)
  where is_current and qualifier is not null;
