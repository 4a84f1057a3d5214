// A round is prepared, previewed and opened; each school of its audience is asked once, and those
// that open later join.

import { expect, it, vi } from 'vitest'
import { saveCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { londonDay } from '#base/dates.ts'
import { tryAgain } from '#base/db/failed-job.ts'
import { newId } from '#base/id.ts'
import { anAccount, anAct, aSchool, db, rows, run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { anOpenRound, aPublishedForm, aRound, deadlineAt, finalAt, follow, page, returnOf, send, type } from '../world.ts'

const asked = (round: string) =>
  rows<{ schoolId: string; why: string }>('SELECT schoolId, why FROM SchoolReturn WHERE roundId = ?1 ORDER BY id', round)

const typed = {
  ...{
    title: 'Audit 2098',
    year: '2098/99',
    readers: 'Officers read it',
    controllers: 'The council',
    basis: 'Public task',
    deadlineOn: '2099-02-03',
  },
  ...{ deadlineTime: '17:00', finalOn: '2099-02-28', sectors: 'academy' },
}

// “Who answers for the data and on which lawful basis are settings of the council: a round begins
// with them, keeps them once it is open, and schools read both before the first question.”
it('a round begins with who answers for the data, as the council has set it', async () => {
  const set = (controllers: string, basis: string) =>
    saveCouncil(anAct(), councilFrom('884'), { ...councilFrom('884'), returnControllers: controllers, returnBasis: basis })
  await set('The council and its partners', 'Public task, Article 6(1)(e)')
  const versionId = await aPublishedForm()
  const empty = await page('/organiser/returns/new')
  for (const said of ['value="The council and its partners"', 'value="Public task, Article 6(1)(e)"']) expect(empty).toContain(said)
  expect(await page(`/organiser/returns/forms/${versionId}/preview`)).toContain('Public task, Article 6(1)(e)')
  const baseless = await send('/organiser/returns/new', { ...typed, versionId, basis: '' })
  expect([baseless.status, await baseless.text()]).toEqual([422, expect.stringContaining('Say on which lawful basis')])
  const school = await aSchool({ sector: 'academy' })
  const id = newId(tick())
  await send('/organiser/returns/new', {
    ...typed,
    id,
    versionId,
    controllers: 'The council and its partners',
    basis: 'Public task, Article 6(1)(e)',
  })
  await send(`/organiser/returns/${id}/opening`)
  await set('Somebody else', 'Consent')
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const front = await page(`/school/${school.id}/returns/${await returnOf(id, school)}`, cookie)
  const said = ['The council and its partners', 'Public task, Article 6(1)(e)', 'Somebody else', 'Consent']
  expect(said.map((one) => front.includes(one))).toEqual([true, true, false, false])
})

it('an officer prepares a round, and what is wrong is said and kept', async () => {
  const versionId = await aPublishedForm()
  const id = newId(tick())
  const wrong = await send('/organiser/returns/new', { ...typed, id, versionId, finalOn: '2099-01-01', readers: '' })
  const said = await wrong.text()
  expect([wrong.status, said.includes('Say who will read the answers'), said.includes('Audit 2098')]).toEqual([422, true, true])
  const early = await send('/organiser/returns/new', { ...typed, id, versionId, finalOn: '2099-01-01' })
  expect(await early.text()).toContain('Choose a final date that is not before the deadline')
  expect((await send('/organiser/returns/new', { ...typed, id, versionId })).status).toBe(303)
  expect((await send(`/organiser/returns/${id}/edit`, { ...typed, versionId, title: 'Audit of academies' })).status).toBe(303)
  expect(await rows('SELECT title, deadlineAt, finalAt, openedAt FROM ReturnRound WHERE id = ?1', id)).toEqual([
    { title: 'Audit of academies', deadlineAt, finalAt, openedAt: null },
  ])
  expect(await rows('SELECT dimension, value FROM ReturnAudience WHERE roundId = ?1', id)).toEqual([
    { dimension: 'sector', value: 'academy' },
  ])
})

// “A round asks every open school of the area that is in its audience, all with one press, after
// a preview of which schools these are.”
it('asks every open school of its audience with one press', async () => {
  const [one, other, maintained, closed] = [
    await aSchool({ sector: 'academy' }),
    await aSchool({ sector: 'academy' }),
    await aSchool(),
    await aSchool({ sector: 'academy', statusCode: '2' }),
  ]
  const id = await aRound({ sectors: ['academy'] })
  const preview = await page(`/organiser/returns/${id}`)
  expect([one, other, maintained, closed].map(({ name }) => preview.includes(`${name} (`))).toEqual([true, true, false, false])
  expect(preview).toContain('No address is known of')
  const [first, second] = await Promise.all([send(`/organiser/returns/${id}/opening`), send(`/organiser/returns/${id}/opening`)])
  expect([first.status, second.status]).toEqual([303, 303])
  const found = await asked(id)
  expect(found.map(({ schoolId }) => schoolId)).toEqual(expect.arrayContaining([one.id, other.id]))
  expect(found.some(({ schoolId }) => schoolId === maintained.id || schoolId === closed.id)).toBe(false)
  expect(new Set(found.map(({ schoolId }) => schoolId)).size).toBe(found.length)
  const late = await send(`/organiser/returns/${id}/edit`, { ...typed, versionId: await aPublishedForm() })
  expect([late.status, await late.text()]).toEqual([
    409,
    expect.stringContaining('This audit is open, so what schools were told stays as it is'),
  ])
})

// “No round opens over a text that nobody has compared with the law, of a kind of school that it
// asks, without a reason, which stays on its page.”
it('opens over texts that are not ticked off only with a reason', async () => {
  await aSchool({ sector: 'academy' })
  const versionId = await aPublishedForm({}, false)
  const id = await aRound({ sectors: ['academy'], versionId })
  expect(await page(`/organiser/returns/${id}`)).toContain('Not compared with the law yet: Academy or free school.')
  const open = (why: string) => send(`/organiser/returns/${id}/opening`, { why })
  const refused = await open(' ')
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('or say why the audit opens before')])
  await expect(rows(`UPDATE ReturnRound SET openedAt = createdAt WHERE id = ?1`, id)).rejects.toThrow('texts_not_checked')
  expect((await open('x'.repeat(501))).status).toBe(422)
  expect((await open('Legal services answer next week')).status).toBe(303)
  expect(await page(`/organiser/returns/${id}`)).toContain('Legal services answer next week')
  const other = await aRound({ sectors: ['academy'], versionId })
  await send(`/organiser/returns/forms/${versionId}/powers/checks`, { checked: 'academy' })
  await send(`/organiser/returns/${other}/opening`, { why: 'Not needed' })
  expect(
    await rows('SELECT id, uncheckedWhy, openedAt IS NOT NULL AS isOpen FROM ReturnRound WHERE id IN (?1, ?2) ORDER BY id', id, other),
  ).toEqual(
    [
      { id, uncheckedWhy: 'Legal services answer next week', isOpen: 1 },
      { id: other, uncheckedWhy: '', isOpen: 1 },
    ].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  )
})

// “Each address that is known of a school is told once that the return is open.”
it('tells each address of a school once', async () => {
  const school = await aSchool()
  await add('SchoolContact', { schoolId: school.id, email: 'office@primrose.example' })
  const round = await anOpenRound()
  const mails = () =>
    rows<{ subject: string; text: string }>(
      `SELECT b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'return_opened' AND b.toAddress = 'office@primrose.example'`,
    )
  await follow('2099-01-02T09:00:00.000Z')
  await follow('2099-01-02T09:01:00.000Z')
  const [mail, ...more] = await mails()
  expect([mail?.subject, more]).toEqual([`Safeguarding audit: please fill it in for ${school.name}`, []])
  expect(mail?.text).toContain(`/school/${school.id}/returns/${await returnOf(round, school)}`)
  expect(mail?.text).toContain('Tuesday 3 February 2099')
  await run('UPDATE ReturnRound SET closedAt = openedAt WHERE id = ?1', round)
})

// “An audit has reached a school once somebody there has begun it, or it was told another way and
// noted: a mail reaches nobody.”
it('says which schools an open audit reached, in states that add up', async () => {
  const [begun, written, silent] = [await aSchool(), await aSchool(), await aSchool()]
  for (const { id } of [begun, written]) await add('SchoolContact', { id, schoolId: id, email: `${id}@reached.example` })
  const round = await anOpenRound()
  await follow('2099-01-02T09:00:00.000Z')
  await type(await returnOf(round, begun))
  const facts = (school: { id: string }) =>
    rows<{ what: string }>('SELECT what FROM NoticeFact WHERE subjectId = ?1 AND schoolId = ?2 ORDER BY what', round, school.id)
  expect((await Promise.all([begun, written, silent].map(facts))).map((found) => found.map(({ what }) => what))).toEqual([
    ['confirmed', 'queued'],
    ['queued'],
    ['not_sent'],
  ])
  expect(await page(`/organiser/returns/${round}`)).toContain(`href="/reached/return/${round}"`)
  const told = await send(`/reached/return/${round}`, {
    ...{ schools: silent.id, means: 'telephone', happenedOn: londonDay(new Date()), toWhom: 'Pat Lee, head' },
  })
  expect(told.status).toBe(303)
  expect((await facts(silent)).map(({ what }) => what)).toEqual(['not_sent', 'told'])
  expect(await page(`/reached/return/${round}`)).toContain('telephone, Pat Lee, head, noted by Odile Officer')
  await run('UPDATE ReturnRound SET closedAt = openedAt WHERE id = ?1', round)
})

it('a school whose message fails keeps no other from being told, and is tried again alone', async () => {
  const [one, other] = [await aSchool(), await aSchool()]
  for (const { id } of [one, other]) await add('SchoolContact', { id, schoolId: id, email: `${id}@primrose.example` })
  const round = await anOpenRound()
  await run(`CREATE TRIGGER Fault BEFORE INSERT ON Message WHEN NEW.schoolId = '${one.id}' BEGIN SELECT RAISE(ABORT, 'a_fault'); END`)
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  await follow('2099-01-02T09:00:00.000Z')
  await follow('2099-01-02T09:00:30.000Z')
  said.mockRestore()
  const told = () =>
    rows(
      'SELECT schoolId, toldAt IS NOT NULL AS told FROM SchoolReturn WHERE roundId = ?1 AND schoolId IN (?2, ?3) ORDER BY schoolId',
      ...[round, one.id, other.id],
    )
  const both = [one, other].map(({ id }) => id).sort()
  expect(await told()).toEqual(both.map((schoolId) => ({ schoolId, told: schoolId === other.id ? 1 : 0 })))
  expect(await rows(`SELECT subjectId, tries FROM FailedJob WHERE job = 'followRounds'`)).toEqual([
    { subjectId: await returnOf(round, one), tries: 1 },
  ])
  await run('DROP TRIGGER Fault')
  await tryAgain(db, { now: new Date('2099-01-02T09:02:00.000Z') })
  await follow('2099-01-02T09:02:00.000Z')
  expect(await told()).toEqual(both.map((schoolId) => ({ schoolId, told: 1 })))
  await run('UPDATE ReturnRound SET closedAt = openedAt WHERE id = ?1', round)
})

// “A school that opens while a round is open joins it the next morning; one that succeeds another
// is named as its successor, and answers for itself.”
it('a school that opens later joins, and a successor answers for itself', async () => {
  const before = await aSchool()
  const round = await anOpenRound()
  await follow('2099-01-03T09:00:00.000Z')
  const [opened, after] = [await aSchool(), await aSchool()]
  await add('Succession', {
    fromSchoolId: before.id,
    toSchoolId: after.id,
    fromUrn: before.urn,
    toUrn: after.urn,
    how: 'one_to_one',
    learnedAt: '2099-01-03T09:00:00.000Z',
  })
  expect(await follow('2099-01-03T10:00:00.000Z')).toBe(0)
  expect(await follow('2099-01-04T09:00:00.000Z')).toBeGreaterThan(0)
  const found = await rows<{ schoolId: string; why: string; fromId: string | null }>(
    'SELECT schoolId, why, fromId FROM SchoolReturn WHERE roundId = ?1 AND schoolId IN (?2, ?3) ORDER BY schoolId',
    ...[round, opened.id, after.id],
  )
  expect(found).toEqual(
    [
      { schoolId: opened.id, why: 'joined_later', fromId: null },
      { schoolId: after.id, why: 'successor', fromId: await returnOf(round, before) },
    ].toSorted((a, b) => (a.schoolId < b.schoolId ? -1 : 1)),
  )
  expect(await follow('2099-01-04T09:30:00.000Z')).toBe(0)
})
