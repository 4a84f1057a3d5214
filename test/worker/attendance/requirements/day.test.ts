// One day with the real acts in random order, by schools, doors and organisers, of people who are spelt in many ways. In the evening coverage and
// every standing are counted again from the raw rows, and pages and files say the same. The count shares nothing with the service.
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { addWalkIn } from '#attendance/attendance/add-walk-in.ts'
import { markAttendance } from '#attendance/attendance/mark-attendance.ts'
import type { Question } from '#attendance/coverage/coverage.ts'
import { followStandings } from '#attendance/requirements/follow-standings.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { answerPair, seenOfPair } from '#people/people/answer-pair.ts'
import { comparisonHash, mergePeople } from '#people/people/merge-people.ts'
import { selectMovable } from '#people/people/merge-store.ts'
import { selectLikePairs, selectSides } from '#people/people/pair-store.ts'
import { undoMerge } from '#people/people/undo-merge.ts'
import { seenOf } from '#people/roles/answer-role.ts'
import { importRoles, planRoleImport } from '#people/roles/import-roles.ts'
import { saveAnswers } from '#people/roles/save-answers.ts'
import { proposalsOf } from '#people/roles/school-roles.ts'
import { undoAttendance } from '#schools/schools/undo-attendance.ts'
import { anAccount, anEvent, db, request, rows } from '#test/support/factories.ts'
import { countedOn } from '#tools/recount/schools.ts'
import { standingsOn, type TrainingRows } from '#tools/recount/training.ts'
import { everything, reachedIn } from '../coverage/recounted.ts'
import { theEvents } from './lived-events.ts'
import { aGround } from './lived-ground.ts'
import { roleIds, thePeople } from './lived-people.ts'
import { aRegister } from './lived-register.ts'

const [seed, today] = [20_261_130, '2026-11-30']
const requirements = ['lead', 'deputies', 'lead_update', 'governors', 'panel', 'staff_update']
/** Which stored states each list of schools has. */
const states: readonly (readonly [said: string, stored: readonly string[]])[] = [
  ['in_date', ['in_date', 'due_soon']],
  ['due_soon', ['due_soon']],
  ['overdue', ['not_in_date']],
  ['no_training', ['no_record']],
  ['not_told', ['not_known']],
  ...(['vacant', 'exempt', 'not_asked'] as const).map((one) => [one, [one]] as const),
]

/** The day, up to its evening. */
const liveADay = async () => {
  const ground = await aGround(seed, today)
  const { act, pick, next, note, done, goOnTo, another, roots, contactOf, rolesAt, holders } = ground
  const { opens, apply } = aRegister(ground)
  const { name, changeRoles, learnElsewhere, except, state } = thePeople(ground)
  const { hold } = theEvents(ground)
  goOnTo(`${today}T06:00:00.000Z`)
  for (let n = 0; n < 14; n += 1) opens()
  await apply()
  for (const { id } of await roots()) for (const roleId of roleIds.slice(0, 3)) if (next(5) > 0) await name(id, roleId)
  const at = { startsAt: `${today}T10:00:00.000Z`, endsAt: `${today}T15:00:00.000Z` }
  const held = [await anEvent({ topicId: 'designated-lead', ...at }), await anEvent({ topicId: 'governance', ...at })]
  const coming = await anEvent({ topicId: 'designated-lead', startsAt: '2026-12-18T10:00:00.000Z', endsAt: '2026-12-18T15:00:00.000Z' })

  const spelt = (of: string): string => pick([of, of.toUpperCase(), `${of.slice(0, 1)}. ${of.split(' ').at(-1)}`, `Dr ${of}`])
  const book = async (): Promise<void> => {
    const { rootId, name: who, email, roleId } = pick(await holders())
    const by = act({ actor: (await contactOf(rootId)).actor })
    const typed = { name: spelt(who), email: pick([email, email, `new${another()}@example.sch.uk`]) }
    const delegates = [{ ...typed, roleId, represents: [] }]
    note('booked', await placeBooking(by, { code: pick([...held, coming]).code, schoolId: rootId, formId: crypto.randomUUID(), delegates }))
  }
  const somePlace = async () => {
    const found = await rows<{ id: string; reference: string; personId: string | null; rootId: string }>(
      `SELECT p.id, b.reference, p.personId, s.rootId FROM Place p JOIN Booking b ON b.id = p.bookingId JOIN School s ON s.id = p.schoolId WHERE p.state = 'confirmed' ORDER BY p.id`,
    )
    return found.length > 0 ? pick(found) : undefined
  }
  const swap = async (): Promise<void> => {
    const place = await somePlace()
    if (!place) return
    const other = (await holders()).find(({ rootId, personId }) => rootId === place.rootId && personId !== place.personId)
    if (!other) return
    const delegate = { name: other.name, email: other.email, roleId: other.roleId, represents: [] }
    note(
      'swapped',
      await nameDelegates(act({ actor: (await contactOf(place.rootId)).actor }), place.reference, [
        { placeId: place.id, was: place.personId, delegate },
      ]),
    )
  }
  const cancel = async (): Promise<void> => {
    const place = await somePlace()
    if (place) note('cancelled', await cancelBooking(act(), place.reference, [place.id]))
  }
  const confirm = async (): Promise<void> => {
    const school = pick(await roots())
    const there = await rolesAt(school.id)
    const answers = proposalsOf(there).map(({ holder: { id } }) => ({
      id,
      answer: 'yes' as const,
      fromDate: undefined,
      others: 'both' as const,
    }))
    if (answers.length > 0)
      note('confirmed together', await saveAnswers(act(), there, { form: newId(act().now), seen: await seenOf(there), answers }))
  }
  const bring = async (): Promise<void> => {
    const { urn, name: who, email } = pick(await holders())
    const text = `URN,role,name,email\n${urn},governor,${pick([who, `Nia Number${another()}`])},${email}`
    const plan = await planRoleImport(act(), { text, confirmed: true })
    if (plan.ok)
      note(
        'imported',
        await importRoles(act(), { text, source: 'A list', confirmed: true, state: plan.value.state, batchId: crypto.randomUUID() }),
      )
  }
  /** A school says of two of its people that they are one or two. */
  const pair = async (): Promise<void> => {
    const { id } = pick(await roots())
    const pairs = await readNow(db, selectLikePairs(db, id))
    if (pairs.length === 0) return
    const [one, other] = await readNow(db, selectSides(db, id, pick(pairs).ids))
    if (!one || !other) return
    const said = await answerPair(act({ actor: (await contactOf(id)).actor }), id, {
      ...{ one: one.id, other: other.id, isOne: next(4) > 0, seen: await seenOfPair(one, other) },
    })
    note(said.ok ? said.value : 'pair', said)
  }
  const merge = async (): Promise<void> => {
    const [proposed] = await rows<{ oneId: string; otherId: string }>(
      `SELECT oneId, otherId FROM PersonPair WHERE isOne = 1 AND otherId NOT IN (SELECT mergedId FROM PersonMerge) AND oneId NOT IN (SELECT mergedId FROM PersonMerge) ORDER BY saidAt`,
    )
    if (!proposed) return
    const { oneId: keptId, otherId: mergedId } = proposed
    const seen = await comparisonHash(await readNow(db, selectMovable(db, keptId)), await readNow(db, selectMovable(db, mergedId)))
    note('merged by the council', await mergePeople(act(), { keptId, mergedId, seen }))
  }
  const undo = async (): Promise<void> => {
    const merges = await rows<{ id: string }>(`SELECT id FROM PersonMerge WHERE undoneAt IS NULL AND moved <> '{}' ORDER BY id`)
    if (merges.length > 0) note('undone', await undoMerge(act(), pick(merges).id))
  }
  /** Somebody comes without a place, as a colleague is spelt who may be known. */
  const walkIn = async (): Promise<void> => {
    const { rootId, name: who } = pick(await holders())
    const sessionId = pick(held).sessions[0]?.id ?? ''
    const asked = { id: newId(act().now), sessionId, name: spelt(who), schoolId: rootId, organisation: '', source: 'screen' as const }
    note('walked in', await addWalkIn(act(), asked))
  }
  /** What was marked is marked otherwise, after its register is closed. */
  const correct = async (): Promise<void> => {
    const marks = await rows<{ id: string; sessionId: string; person: string; markType: string }>(
      'SELECT id, sessionId, COALESCE(placeId, walkInId) AS person, markType FROM CurrentMark ORDER BY id',
    )
    const { id, sessionId, person, markType: was } = pick(marks)
    const markType = was === 'attended' ? pick(['absent', 'part'] as const) : ('attended' as const)
    const one = act()
    const asked = { id: newId(one.now), sessionId, person, markType, source: 'screen' as const, correctsId: id, reason: 'A namesake' }
    note('corrected', await markAttendance(one, asked))
  }
  /** A list of trainings elsewhere is taken back. */
  const withdraw = async (): Promise<void> => {
    const batches = await rows<{ batchId: string }>(
      'SELECT DISTINCT batchId FROM EarlierAttendance WHERE supersededAt IS NULL ORDER BY batchId',
    )
    if (batches.length > 0) note('withdrawn', await undoAttendance(act(), pick(batches).batchId))
  }
  const many = async (times: number, acts: readonly (() => Promise<void>)[]): Promise<void> => {
    for (let n = 0; n < times; n += 1) await pick(acts)()
  }
  await many(90, [book, book, book, swap, cancel, confirm, bring, pair, changeRoles])
  goOnTo(at.startsAt)
  await many(20, [walkIn, walkIn, pair])
  for (const event of held) await hold({ event, on: today })
  await many(50, [
    pair,
    pair,
    pair,
    merge,
    undo,
    confirm,
    bring,
    learnElsewhere,
    changeRoles,
    changeRoles,
    withdraw,
    except,
    state,
    correct,
  ])
  while ((await rows('SELECT 1 FROM StandingToFollow')).length > 0) await followStandings(act())
  return done
}

const urnsIn = (csv: string): string[] =>
  csv
    .split('\r\n')
    .slice(1)
    .flatMap((line) => line.match(/^"?(\d{6})"?,/)?.[1] ?? [])
    .toSorted()
const fileOf = async (path: string, cookie: string): Promise<string> => {
  const answer = await request(path, { cookie })
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
  return answer.text()
}

/** What pages and files say otherwise than the raw rows, as the paths at which they do. */
const wrongWith = async (all: TrainingRows, cookie: string): Promise<string[]> => {
  const urnOf = new Map(all.School.map((one) => [one['id'] ?? '', one['urn'] ?? '']))
  const nameOf = new Map(all.School.map((one) => [one['id'] ?? '', one['name'] ?? '']))
  const open = [...countedOn(all, '884', today).keys()]
  const wrong: string[] = []
  const compare = async (path: string, query: string, roots: readonly string[]): Promise<void> => {
    const urns = roots.map((root) => urnOf.get(root) ?? '').toSorted()
    const file = urnsIn(await fileOf(`${path}.csv?${query}`, cookie))
    if (file.join() !== urns.join()) wrong.push(`${path}.csv?${query}`)
    const page = await fileOf(`${path}?${query}`, cookie)
    const listed = open.filter((root) => page.includes(`>${nameOf.get(root)}<`))
    if (listed.toSorted().join() !== roots.toSorted().join()) wrong.push(`${path}?${query}`)
  }
  const question: Question = { laCodes: ['884'], from: today, to: today, on: today, topic: undefined, event: undefined }
  const reached = reachedIn(all, question)
  for (const [answer, roots] of [
    ['took-part', open.filter((root) => reached.has(root))],
    ['did-not', open.filter((root) => !reached.has(root))],
  ] as const)
    await compare('/coverage/schools', `from=${today}&to=${today}&answer=${answer}`, roots)
  const truth = standingsOn(all, today)
  for (const requirement of requirements)
    for (const [said, stored] of states)
      await compare(
        '/coverage/requirements/schools',
        `requirement=${requirement}&state=${said}`,
        open.filter((root) => stored.includes(truth.schools.get(`${root} ${requirement}`) ?? '')),
      )
  return wrong
}

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${today}T19:00:00.000Z`) })
})
afterAll(() => {
  vi.useRealTimers()
})

it('after a day of random acts coverage and every standing are as the raw rows give them, on pages and in files; without one attendance they are not', async () => {
  const done = await liveADay()
  const kinds =
    'booked|swapped|cancelled|confirmed together|imported|merged|different|proposed|undone|walked in|marked|corrected|closed|named|ended|withdrawn'.split(
      '|',
    )
  expect(
    kinds.filter((kind) => !done[kind]),
    JSON.stringify(done),
  ).toEqual([])
  const { cookie } = await anAccount({ roles: ['officer'] })
  const all = await everything()
  expect(await wrongWith(all, cookie), `seed ${seed}`).toEqual([])
  // It is not idle: schools came, some did not, and leads stand in several ways.
  const said = [...standingsOn(all, today).schools].filter(([key]) => key.endsWith(' lead')).map(([, state]) => state)
  expect(new Set(said).size).toBeGreaterThanOrEqual(3)
  // Control: the same with one attendance less, of a school that nobody else attended for.
  const question: Question = { laCodes: ['884'], from: today, to: today, on: today, topic: undefined, event: undefined }
  const without = (id: string | null | undefined): TrainingRows => ({ ...all, Mark: all.Mark.filter((mark) => mark['id'] !== id) })
  const reached = reachedIn(all, question).size
  const lost = all.Mark.find((mark) => mark['correctsId'] === null && reachedIn(without(mark['id']), question).size < reached)
  expect(await wrongWith(without(lost?.['id']), cookie)).toContain(`/coverage/schools.csv?from=${today}&to=${today}&answer=took-part`)
})
