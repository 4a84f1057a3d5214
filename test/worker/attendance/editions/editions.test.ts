// Editions of a requirement: shipped ones are read as they were written, a new one never meets an old one, and what it changed stays.
import { expect, it } from 'vitest'
import { saveEdition } from '#attendance/editions/save-edition.ts'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { binds, type Edition, editionOn, editionsOn, type SchoolFacts } from '#attendance/requirements/requirement.ts'
import { sayBasis } from '#attendance/requirements/sentence.ts'
import { readNow } from '#base/db/read.ts'
import { anAct, db, rows } from '#test/support/factories.ts'

const editionsOf = async (id: string): Promise<Edition[]> =>
  (await readNow(db, selectEditions(db))).filter(({ requirementId }) => requirementId === id)

it('the shipped lead requirement asks training every two years, as guidance, and is to be checked', async () => {
  const lead = editionOn(await editionsOf('lead'), '2026-11-28')
  expect(lead).toEqual({
    ...{ id: 'lead-2026', requirementId: 'lead', label: 'Designated lead: training every two years', whose: 'every_holder' },
    ...{ roleIds: ['dsl'], kinds: [], sectors: [], underFives: false, purposes: ['training'], topicIds: ['designated-lead'], level: '' },
    ...{ leastMinutes: undefined, everyMonths: 24, beforeInRole: false, inductionDays: 0, graceDays: 0, dueSoonDays: 90, toCheck: true },
    ...{
      strength: 'guidance',
      source: 'KCSIE 2026',
      citation: 'The role of the designated safeguarding lead: training updated every two years',
    },
    ...{ publishedOn: undefined, validFrom: '2026-09-01', validTo: undefined },
  })
  expect(editionOn(await editionsOf('lead'), '2026-08-31')?.id).toBe('lead-before-2026')
})

it('each shipped rule says whether law or guidance asks it; none is asked before a role begins, and none is of the council alone', async () => {
  const editions = editionsOn(await readNow(db, selectEditions(db)), '2026-11-28')
  expect(editions.map((one) => [one.requirementId, sayBasis(one), one.beforeInRole])).toEqual([
    ['lead', 'Guidance: KCSIE 2026', false],
    ['deputies', 'Guidance: KCSIE 2026', false],
    ['lead_update', 'Guidance: KCSIE 2026', false],
    ['prevent', 'Guidance: KCSIE 2026, Annex C', false],
    ['governors', 'Guidance: KCSIE 2026', false],
    ['panel', 'Law: School Staffing (England) Regulations 2009, regulation 9', false],
    ['panel_elsewhere', 'Guidance: KCSIE 2026, Part three', false],
    ['staff_update', 'Guidance: KCSIE 2026', false],
    ['early_years_lead', 'Law: EYFS 2025, Annex C', false],
    ['setting_lead', 'Law: EYFS 2025, Annex C', false],
    ['setting_staff', 'Law: EYFS 2025, Annex C', false],
  ])
})

// “A trained recruiter is law for maintained schools and pupil referral units, and guidance for other schools; nothing is asked before a role begins until the council says so.”
it('a trained recruiter is law for maintained schools and referral units, guidance for others, and asked of no setting', async () => {
  const editions = editionsOn(await readNow(db, selectEditions(db)), '2026-11-28')
  const panel = (of: Partial<SchoolFacts>) =>
    editions
      .filter(
        (one) =>
          one.roleIds.includes('recruitment_panel') &&
          binds(one, { kind: 'primary', sector: 'maintained', lowAge: '5', nurseryProvision: '', ...of }) === true,
      )
      .map(({ strength }) => strength)
  expect([
    panel({}),
    panel({ kind: 'alternative_provision' }),
    ...['academy', 'independent', 'further_education'].map((sector) => panel({ sector })),
    panel({ kind: 'childminder', sector: 'not_known' }),
    panel({ kind: 'early_years', sector: 'not_known' }),
  ]).toEqual([['law'], ['law'], ['guidance'], ['guidance'], ['guidance'], [], []])
})

// “Prevent awareness is asked of the designated lead and deputies.”
it('Prevent awareness is asked of the lead and deputies, once, whatever form it had', async () => {
  const prevent = editionOn(await editionsOf('prevent'), '2026-11-28')
  expect(prevent).toMatchObject({
    ...{ whose: 'every_holder', roleIds: ['dsl', 'deputy_dsl'], topicIds: ['prevent'], everyMonths: undefined },
    purposes: ['training', 'update', 'briefing'],
  })
})

it('an edition of next September ends the one in force on its first day, which stays to be read as it was', async () => {
  const [, now] = await editionsOf('lead')
  if (!now) throw new Error('no edition')
  const next = { ...now, id: 'lead-2027', source: 'KCSIE 2027', everyMonths: 12, validFrom: '2027-09-01' }
  const ended = { ...now, id: 'lead-2026-ended', validTo: '2027-09-01' }
  expect(await saveEdition(anAct(), { edition: next, beside: { was: now, now: ended } })).toEqual({ ok: true, value: undefined })
  const editions = await editionsOf('lead')
  expect(editions.map(({ id }) => id)).toEqual(['lead-before-2026', 'lead-2026-ended', 'lead-2027'])
  expect(editions[2]).toEqual(next)
  expect(
    await rows(`SELECT id, supersededAt IS NOT NULL AS superseded FROM RequirementEdition WHERE requirementId = 'lead' ORDER BY id`),
  ).toEqual([
    { id: 'lead-2026', superseded: 1 },
    { id: 'lead-2026-ended', superseded: 0 },
    { id: 'lead-2027', superseded: 0 },
    { id: 'lead-before-2026', superseded: 0 },
  ])
})

it('two editions never hold on one day, and of two who change one at once the second is told', async () => {
  const [now] = await editionsOf('panel')
  if (!now) throw new Error('no edition')
  expect(await saveEdition(anAct(), { edition: { ...now, id: 'panel-second', validFrom: '2026-01-01' } })).toEqual({
    ok: false,
    reason: 'editions_overlap',
  })
  const change = (id: string) => saveEdition(anAct(), { edition: { ...now, id, citation: id }, instead: now })
  const answers = await Promise.all([change('panel-a'), change('panel-b')])
  expect(answers.map((answer) => (answer.ok ? 'saved' : answer.reason)).toSorted()).toEqual(['changed_meanwhile', 'saved'])
  expect((await editionsOf('panel')).length).toBe(1)
})

it('the same form saves an edition once; with something else in it, it says so', async () => {
  const [now] = await editionsOf('panel')
  if (!now) throw new Error('no edition')
  const edition = { ...now, id: 'panel-once', citation: 'Once' }
  for (const instead of [now, now]) expect(await saveEdition(anAct(), { edition, instead })).toEqual({ ok: true, value: undefined })
  expect(await saveEdition(anAct(), { edition: { ...edition, citation: 'Otherwise' }, instead: now })).toEqual({
    ok: false,
    reason: 'saved_otherwise',
  })
  expect((await editionsOf('panel')).map(({ citation }) => citation)).toEqual(['Once'])
})
