// What somebody asks of their own data. Rules: docs/rules/records.md.

import { strFromU8, unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { anAccount, anEvent, aSchool, counting, db, request, rows, run, tick } from '#test/support/factories.ts'
import { add, insert } from '#test/support/rows.ts'
import { aPerson, aPlace } from '#test/worker/attendance/coverage/world.ts'
import { aHolder, aReturn } from '#test/worker/returns/filling/world.ts'
import { redacted } from '#upkeep/records/subject.ts'
import { gather, selectStored } from '#upkeep/records/subject-store.ts'
import { aKeptForm, aKnownPerson, aMessage, aRequestFor } from './known.ts'

const asked = async (personId: string, cookie: string, kind = 'access') => {
  expect((await request(`/organiser/records/people/${personId}/requests`, { cookie, form: { kind, receivedOn: '1/3/2026' } })).status).toBe(
    303,
  )
  const [found] = await rows<{ id: string; dueOn: string }>(
    'SELECT id, dueOn FROM SubjectRequest WHERE personId = ?1 AND kind = ?2',
    personId,
    kind,
  )
  return found ?? { id: '', dueOn: '' }
}

// “Nobody is given a copy, or has anything done, before it is noted how it was made sure who
// asks.”
// “What others wrote by hand that surely names them, about their schools and events, is in the
// copy as well.”
// “The copy holds everything stored about them, to read, as JSON and as CSV, and no name or
// address of anybody else and no key.”
// “Each step of a request is in the log, with ids alone.”
it('a lead asks for a copy, is identified, and is given a ZIP of everything about them and nothing of anybody else', async () => {
  const known = await aKnownPerson()
  const colleague = await aPerson('Branwen Griffiths')
  await aPlace(known.event, known.school, { personId: colleague })
  await aMessage(
    { personId: known.personId, recipient: known.personId, email: known.email, name: known.name },
    {
      text: `Dear ${known.name}, Branwen Griffiths (branwen@example.sch.uk) comes too.`,
      eventId: known.event.id,
      schoolId: known.school.id,
    },
  )
  await run('UPDATE Event SET cancelReason = ?2 WHERE id = ?1', known.event.id, `${known.name} and Branwen Griffiths were to speak`)
  const { cookie } = await anAccount({ roles: ['organiser'], name: 'Idris Vaughan' })
  const { id, dueOn } = await asked(known.personId, cookie)
  expect(dueOn).toBe('2026-04-01')
  expect(await (await request('/organiser/records', { cookie })).text()).toContain(known.name)
  const early = await request(`/organiser/records/people/${known.personId}/requests/${id}/copy`, { cookie, form: {} })
  expect([early.status, (await rows('SELECT madeAt FROM SubjectRequest WHERE id = ?1', id))[0]]).toEqual([409, { madeAt: null }])
  expect(
    (await request(`/organiser/records/people/${known.personId}/requests/${id}/identity`, { cookie, form: { how: 'through_school' } }))
      .status,
  ).toBe(303)
  const early2 = await request(`/organiser/records/people/${known.personId}/requests/${id}/answer`, { cookie, form: { outcome: 'given' } })
  expect(early2.status).toBe(409)
  const copy = await request(`/organiser/records/people/${known.personId}/requests/${id}/copy`, { cookie, form: {} })
  expect([copy.status, copy.headers.get('content-type'), copy.headers.get('cache-control')]).toEqual([200, 'application/zip', 'no-store'])
  const files = unzipSync(new Uint8Array(await copy.arrayBuffer()))
  const names = Object.keys(files)
  const read = (name: string): string => strFromU8(files[name] as Uint8Array)
  expect(names.slice(0, 2)).toEqual(['your-data.html', 'your-data.json'])
  expect(names.filter((name) => name.endsWith('.csv')).length).toBeGreaterThan(15)
  const all = names.map((name) => read(name)).join('\n')
  const [, , , , , token = ''] = known.traces
  for (const words of [
    known.name,
    known.email,
    'No nuts',
    'drives',
    'left at noon',
    known.school.name,
    known.event.title,
    '[somebody else]',
    'were to speak',
  ])
    expect(all, words).toContain(words)
  for (const words of ['Branwen', 'branwen@', 'Idris', 'events@example.gov.uk', token]) expect(all, words).not.toContain(words)
  expect(read('your-data.html')).not.toMatch(/>\d{4}-\d\d-\d\d(T|<)|[a-z]\.[a-z]+_/)
  const json = JSON.parse(read('your-data.json')) as {
    about: string
    redactions: number
    sections: { source: string; rows: unknown[] }[]
  }
  expect(json.about).toBe(known.name)
  expect(json.redactions).toBeGreaterThan(1)
  expect(json.sections.find(({ source }) => source === 'Place')?.rows).toHaveLength(1)
  expect(
    (await request(`/organiser/records/people/${known.personId}/requests/${id}/answer`, { cookie, form: { outcome: 'given' } })).status,
  ).toBe(303)
  expect(
    (await request(`/organiser/records/people/${known.personId}/requests/${id}/answer`, { cookie, form: { outcome: 'refused' } })).status,
  ).toBe(409)
  const steps = await rows<{ act: string; after: string }>(
    `SELECT act, after FROM Log WHERE subjectId = ?1 AND act LIKE 'subject_request.%' ORDER BY id`,
    known.personId,
  )
  expect(steps.map(({ act }) => act)).toEqual(
    ['received', 'identityChecked', 'copyMade', 'answered'].map((did) => `subject_request.${did}`),
  )
  for (const trace of known.traces) expect(JSON.stringify(steps)).not.toContain(trace)
})

// “What they typed into a request that waits or a form that is kept is left out: it names
// others.”
it('the copy names nobody whom they typed into a request or a form, also when nobody of that name is known', async () => {
  const { asker } = await aRequestFor({ name: 'Zelda Quuxington', email: 'zelda@example.sch.uk' })
  await aKeptForm(asker.accountId, 'Zelda Quuxington eats no nuts')
  const gathered = await gather(db, asker.personId)
  expect(JSON.stringify(gathered)).not.toMatch(/Quuxington|zelda/i)
  const of = (source: string) => gathered?.sections.find((section) => section.source === source)?.rows
  expect(of('BookingRequest')).toEqual([['waiting', 1, null, expect.any(String), null]])
  expect(of('SavedForm')).toEqual([['/x', '2099-01-01T00:00:00.000Z']])
})

it('a request to be erased stands beside it and cannot be called done before it is known who asks', async () => {
  const known = await aKnownPerson()
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const { id } = await asked(known.personId, cookie, 'erasure')
  expect(
    (await request(`/organiser/records/people/${known.personId}/requests/${id}/answer`, { cookie, form: { outcome: 'done' } })).status,
  ).toBe(409)
  expect(
    (await request(`/organiser/records/people/${known.personId}/requests/${id}/answer`, { cookie, form: { outcome: 'refused' } })).status,
  ).toBe(303)
  expect(
    (await request(`/organiser/records/people/${known.personId}/requests`, { cookie, form: { kind: 'access', receivedOn: '1/3/2099' } }))
      .status,
  ).toBe(422)
  const page = await (await request(`/organiser/records/people/${known.personId}`, { cookie })).text()
  for (const words of ['To be erased (Article 17)', 'Refused, with the reason and how to complain', 'Messages sent to them'])
    expect(page).toContain(words)
})

it('a step is refused by the database itself: no copy before the identity, nothing after the answer', async () => {
  const known = await aKnownPerson()
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const { id } = await asked(known.personId, cookie)
  const at = '2026-03-05T10:00:00.000Z'
  await expect(run('UPDATE SubjectRequest SET madeAt = ?2 WHERE id = ?1', id, at)).rejects.toThrow('identity_not_checked')
  await run(`UPDATE SubjectRequest SET outcome = 'refused', answeredAt = ?2 WHERE id = ?1`, id, at)
  await expect(run('UPDATE SubjectRequest SET madeAt = ?2 WHERE id = ?1', id, at)).rejects.toThrow('subject_request_is_answered')
})

it('everything about a person is read in one round trip, with one message and with many', async () => {
  const known = await aKnownPerson()
  const one = counting()
  await gather(one.db, known.personId)
  for (let i = 0; i < 5; i += 1)
    await aMessage({ personId: known.personId, recipient: known.personId, email: known.email, name: known.name })
  const many = counting()
  expect((await gather(many.db, known.personId))?.sections.find(({ source }) => source === 'MessageBody')?.rows.length).toBeGreaterThan(5)
  expect([one.trips(), many.trips()]).toEqual([1, 1])
  // The page says of each section how much the copy would hold.
  const whole = await gather(db, known.personId)
  const said = await readNow(db, selectStored(db, known.personId))
  expect(said).toEqual({ name: known.name, counts: whole?.sections.map(({ title, rows: held }) => ({ title, rows: held.length })) })
  expect(await readNow(db, selectStored(db, 'nobody'))).toBeUndefined()
  expect(await gather(db, 'nobody')).toBeUndefined()
})

// “What somebody wrote, signed or disputed for a school, calls to them and the whole log of what
// they did and of what was done about them are in the copy.”
it('a head is given the arrival, the call, what they wrote and signed of a return, their dispute and the whole log, and nothing of a colleague', async () => {
  const school = await aSchool({ name: 'Whitestone Primary' })
  const event = await anEvent({ title: 'Online safety', startsAt: '2026-03-02T08:30:00.000Z', endsAt: '2026-03-02T15:00:00.000Z' })
  const head = await aHolder(school.id, 'head', 'Gwen Parry')
  const colleague = await aPerson('Branwen Griffiths')
  const placeId = await aPlace(event, school, { personId: head.personId })
  const theirs = await aPlace(event, school, { personId: colleague })
  const asked = await aReturn({}, school)
  const at = '2026-03-02T09:00:00.000Z'
  const officer = await anAccount({ roles: ['officer'], name: 'Idris Vaughan' })
  for (const [id, kind] of [
    [placeId, 'arrived'],
    [theirs, 'left'],
  ] as const)
    await add('Arrival', { eventId: event.id, day: '2026-03-02', placeId: id, kind, happenedAt: at, notedAt: at, receivedAt: at })
  await add('ReturnEntry', {
    returnId: asked.id,
    questionId: asked.q('more'),
    value: 'Branwen Griffiths keeps it',
    byId: head.accountId,
    at,
  })
  await add('ReturnSignature', { returnId: asked.id, byId: head.accountId, at, entries: 1 })
  for (const [rung, note] of [
    ['head', 'Rang again at noon, said to Idris Vaughan that it is being done'],
    ['lead', 'Left word with somebody in the office'],
  ])
    await add('ContactTried', {
      schoolId: school.id,
      matter: 'event',
      subjectId: event.id,
      rung,
      means: 'telephone',
      result: 'spoke',
      happenedAt: at,
      notedAt: at,
      byId: officer.accountId,
      note,
      form: newId(tick()),
    })
  const [role] = await rows<{ id: string }>('SELECT id FROM RoleAtSchool WHERE personId = ?1', head.personId)
  await add('RoleDispute', { roleAtSchoolId: role?.id, reason: 'I have left', raisedAt: at, raisedById: head.accountId })
  const entry = (
    act: string,
    subject: readonly [string, string],
    by: string | null,
    after: unknown = null,
    eventId: string | null = null,
  ) =>
    add('Log', {
      ...{ at, act, subjectKind: subject[0], subjectId: subject[1], eventId, accountId: by },
      after: after === null ? null : JSON.stringify(after),
    })
  await entry('role.confirmed', ['person', head.personId], officer.accountId)
  await entry('place.named', ['booking', 'b'], officer.accountId, { places: [{ id: placeId, role: 'head' }] }, event.id)
  await entry('place.named', ['booking', 'b'], officer.accountId, { places: [{ id: theirs, role: 'dsl' }] }, event.id)
  await entry('return.signed', ['return', asked.id], head.accountId)
  const one = { at, act: 'return.answered', subjectKind: 'return', subjectId: 'r', accountId: head.accountId, origin: 'schedule' }
  await db.batch(Array.from({ length: 2100 }, (_, n) => insert('Log', { ...one, id: `many-${n}` })))
  const gathered = await gather(db, head.personId)
  const of = (source: string) => gathered?.sections.find((section) => section.source === source)?.rows
  expect(of('Arrival')).toEqual([['Online safety', '2026-03-02', 'arrived', 'tap', at, at, null]])
  const round = 'Safeguarding return 2026 to 2027'
  expect(of('ReturnEntry')).toEqual([[round, 'Whitestone Primary', 'Is there anything else?', 'Branwen Griffiths keeps it', '', '', at]])
  expect(of('ReturnSignature')).toEqual([[round, 'Whitestone Primary', 'head', at]])
  expect(of('ContactTried')).toEqual([
    ['Whitestone Primary', 'head', 'telephone', 'spoke', at, 'Rang again at noon, said to Idris Vaughan that it is being done'],
  ])
  expect(of('RoleDispute')).toEqual([['Whitestone Primary', 'Headteacher or principal', 'I have left', at, null, null]])
  const log = of('Log') ?? []
  expect(log.filter(([, act]) => act === 'return.answered')).toHaveLength(2100)
  expect(log.filter(([, act]) => act !== 'return.answered').map(([, act, by, title, , , after]) => [act, by, title, after])).toEqual([
    ['role.confirmed', 'somebody else', null, null],
    ['place.named', 'somebody else', 'Online safety', '{"places":[{"id":"…","role":"head"}]}'],
    ['return.signed', 'you', null, null],
  ])
  const copy = redacted(gathered?.name ?? '', gathered?.sections ?? [], gathered?.own ?? [], gathered?.others ?? [])
  expect(JSON.stringify(copy)).not.toMatch(/Branwen|Idris/)
})
