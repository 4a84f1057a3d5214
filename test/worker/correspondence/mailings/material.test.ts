// A message to people of an event that links to one of its materials.
import { beforeEach, expect, it } from 'vitest'
import { sayInstant } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import type { Who } from '#correspondence/mailings/audience.ts'
import { queueMailing, sendMailings } from '#correspondence/mailings/send-mailings.ts'
import { prepareMailing } from '#correspondence/mailings/start-mailing.ts'
import { timeMailing } from '#correspondence/mailings/time-mailing.ts'
import { copyMailing, markOf, saveMailing } from '#correspondence/mailings/write-mailing.ts'
import { aBrowser } from '#test/support/browsing.ts'
import { emptyDatabase } from '#test/support/database.ts'
import { anAccount, anAct, anEvent, aSchool, before, db, request, rows, run, tick, withoutGuards } from '#test/support/factories.ts'
import { aMark, aPlace, aWalkIn } from '#test/worker/attendance/coverage/world.ts'
import { aPdf, aWorld, inHours } from '#test/worker/events/materials/world.ts'
import { aDraft, mailing, start } from './world.ts'

beforeEach(emptyDatabase)

const now = () => new Date()
const act = (of: SqlDatabase = db) => anAct({ db: of, now: now() })

type World = Awaited<ReturnType<typeof aWorld>>

const materialOf = async ({ event }: World): Promise<string> =>
  (await rows<{ id: string }>('SELECT id FROM Material WHERE eventId = ?1 ORDER BY position DESC LIMIT 1', event.id))[0]?.id ?? ''

/** To people of the event, with its last material. */
const aMessage = async (world: World, who: Who = 'everyone') => {
  const draft = await aDraft(
    { of: 'event', event: world.event.code, who },
    { nature: 'service', eventId: world.event.id, body: 'The slides.' },
  )
  await saveMailing(act(), draft, await markOf(draft), { materialId: await materialOf(world) })
  return mailing(draft.id)
}

const send = async (draft: Awaited<ReturnType<typeof aMessage>>): Promise<void> => {
  expect(await start(draft, act())).toEqual({ ok: true, value: undefined })
  await queueMailing(act(), draft.id)
}

/** What each mail says of the material, by its reader; own links without their token. */
const said = async (id: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    (
      await rows<{ email: string; text: string }>(
        'SELECT b.email, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.sendingId = ?1',
        id,
      )
    ).map(({ email, text }) => [
      email,
      (/The slides\.\n\n(.*?)\n\n(?:--|You get this)/s.exec(text)?.[1] ?? '')
        .replaceAll(/\s+/g, ' ')
        .replaceAll('http://localhost:8787', '')
        .replaceAll(/\/place\/[\w-]+/g, '/place/TOKEN'),
    ]),
  )

/** Two with a place, somebody who came without, and who booked without a place of their own. */
const people = async (world: World) => {
  const [ann, bo] = [await world.withPlace(world.prevent), await world.withPlace(world.records)]
  const booker = await anAccount({ schoolIds: [world.school.id] })
  await run('UPDATE Booking SET bookedById = ?2 WHERE eventId = ?1', world.event.id, booker.accountId)
  const cai = await anAccount()
  const walkInId = await aWalkIn(world.event, await aSchool())
  await run('UPDATE WalkIn SET personId = ?2 WHERE id = ?1', walkInId, cai.personId)
  await aMark(world.talk, { walkInId }, 'attended')
  return { ann, bo, booker, cai }
}

it('“A message to people of an event can link to one of its materials: whoever sees it on the page of their place gets a link of their own, or its address; everybody else is told where it is, or whom it is for.”', async () => {
  const world = await aWorld()
  const { ann, bo, booker, cai } = await people(world)
  await world.addFiles([aPdf()])
  const draft = await aMessage(world)
  const { ways } = await prepareMailing(act(), draft)
  expect(ways).toEqual([
    '2 people by a link of their own',
    '1 person on their record after signing in',
    '1 person is told that it is for people with a place',
  ])
  await send(draft)
  const own = `Open “Day one”: /place/TOKEN/materials/${draft.materialId} PDF, 1 kB. This link is your own: do not forward it.`
  expect(await said(draft.id)).toEqual({
    [ann.email]: own,
    [bo.email]: own,
    [cai.email]: '“Day one” (PDF, 1 kB) is on your record: sign in with this address. Your record: /account/record',
    [booker.email]: `“Day one” (PDF, 1 kB) is for people with a place at “${world.event.title}”. They find it on their own page.`,
  })
  const [mail] = await rows<{ text: string }>(
    'SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.sendingId = ?1 AND b.email = ?2',
    draft.id,
    ann.email,
  )
  const path = /\/place\/[\w-]+\/materials\/\S+/.exec(mail?.text ?? '')?.[0] ?? ''
  expect(await (await request(path)).text()).toBe('%PDF-1.7\nslides')

  // A newer file is at the same address.
  const [{ changedAt } = { changedAt: '' }] = await rows<{ changedAt: string }>('SELECT changedAt FROM Material')
  await world.change(draft.materialId ?? '', { title: 'Day one', words: '', session: '', changedAt }, aPdf('newer'))
  expect(await (await request(path)).text()).toBe('%PDF-1.7\nnewer')
})

it('a web address goes as it is, and what is for one session only to those at it', async () => {
  const world = await aWorld()
  const { ann, bo, booker, cai } = await people(world)
  await world.addLink('The guidance', 'https://www.gov.uk/prevent', world.prevent)
  const draft = await aMessage(world)
  expect((await prepareMailing(act(), draft)).ways).toEqual([
    '1 person by its address',
    '3 people are told that it is for people with a place',
  ])
  await send(draft)
  const others = `“The guidance” (www.gov.uk) is for people with a place at “Prevent” of “${world.event.title}”. They find it on their own page.`
  expect(await said(draft.id)).toEqual({
    [ann.email]: 'Open “The guidance”: https://www.gov.uk/prevent www.gov.uk.',
    ...{ [bo.email]: others, [booker.email]: others, [cai.email]: others },
  })
})

it('“Before the materials are shown the mail says from when, and leads to the page that will have it.”', async () => {
  const world = await aWorld(100)
  const ann = await world.withPlace(world.prevent)
  const booker = await anAccount({ schoolIds: [world.school.id] })
  await run('UPDATE Booking SET bookedById = ?2 WHERE eventId = ?1', world.event.id, booker.accountId)
  await world.addLink('The guidance', 'https://www.gov.uk/prevent')
  const at = inHours(120)
  await run(`INSERT INTO MaterialRelease (eventId, at) VALUES (?1, ?2)`, world.event.id, at)
  const draft = await aMessage(world)
  const from = sayInstant(at)
  expect((await prepareMailing(act(), draft)).ways).toEqual([
    `1 person by a link of their own, from ${from}`,
    '1 person is told that it is for people with a place',
  ])
  await send(draft)
  expect(await said(draft.id)).toEqual({
    [ann.email]: `From ${from} “The guidance” (www.gov.uk) is on your own page. Your own page: /place/TOKEN`,
    [booker.email]: `“The guidance” (www.gov.uk) is for people with a place at “${world.event.title}”. From ${from} they find it on their own page.`,
  })
})

it('who came without a place and reads a shared mailbox has no record, and is told whom it is for', async () => {
  const world = await aWorld()
  const { cai } = await people(world)
  await world.addFiles([aPdf()])
  await run('UPDATE Account SET shared = 1 WHERE id = ?1', cai.accountId)
  const draft = await aMessage(world)
  await send(draft)
  expect((await said(draft.id))[cai.email]).toContain('is for people with a place')
})

it('an organiser chooses it, sees who gets which, and reads the mail of each before it goes', async () => {
  const world = await aWorld()
  const { ann } = await people(world)
  await world.addFiles([aPdf()])
  const draft = await aDraft({ of: 'event', event: world.event.code, who: 'everyone' }, { nature: 'service', eventId: world.event.id })
  const page = aBrowser(world.organiser)
  await page.goto(`/organiser/mailings/${draft.id}/words`)
  page.choose('Link to a material (optional)', 'Day one (PDF, 1 kB)')
  await page.press('Save and continue')
  const who =
    'Day one (PDF, 1 kB): 2 people by a link of their own; 1 person on their record after signing in; 1 person is told that it is for people with a place'
  expect(page.text).toContain(who)
  await page.goto(`/organiser/mailings/${draft.id}/people`)
  for (const words of ['Own link', 'On their record', 'Told whom it is for']) expect(page.text).toContain(words)
  const previews: string[] = []
  for (const n of [1, 2, 3, 4]) {
    await page.goto(`/organiser/mailings/${draft.id}/preview?page=${n}`)
    previews.push(page.text)
  }
  const ofAnn = previews.find((text) => text.includes(ann.email)) ?? ''
  expect(ofAnn).toContain(`/organiser/events/${world.event.code}/materials/files/${(await mailing(draft.id)).materialId}`)
  expect(ofAnn).toContain('In the mail itself, the link to the material is each recipient’s own.')
  expect(previews.filter((text) => text.includes('is for people with a place'))).toHaveLength(1)
  await page.goto(`/organiser/mailings/${draft.id}/send`)
  expect(page.text).toContain(who)
  await page.press('Send to 4 people')
  expect(page.text).toMatch(/Links to\s*Day one/)
  expect(await rows('SELECT COUNT(*) AS n FROM PlaceLink l JOIN Place p ON p.id = l.placeId WHERE p.eventId = ?1', world.event.id)).toEqual(
    [
      // Of each of the two that of the world, and the mail’s.
      { n: 4 },
    ],
  )
})

it('“A material that is removed is missed before sending; a message that waits for its time is then a draft again, and one that is going out says that it was removed.”', async () => {
  const world = await aWorld()
  const { ann } = await people(world)
  await world.addFiles([aPdf()])
  const [draft, timed, goes] = [await aMessage(world), await aMessage(world), await aMessage(world)]
  const later = inHours(1)
  expect((await timeMailing(act(), timed, await markOf(timed), later)).ok).toBe(true)
  await start(goes, act())
  await world.post(`/${draft.materialId}/remove`, {})
  expect(await rows('SELECT id FROM Material')).toEqual([])

  expect(await start(draft, act())).toEqual({ ok: false, reason: 'not_ready' })
  const page = aBrowser(world.organiser)
  await page.goto(`/organiser/mailings/${draft.id}/send`)
  expect(page.text).toContain('The material was removed, or nobody can see it because its event is not published')
  await page.follow('change it')
  await page.press('Save and continue')
  expect((await mailing(draft.id)).materialId).toBe(null)
  expect((await prepareMailing(act(), await mailing(draft.id))).missing).toEqual({})

  await sendMailings(anAct({ now: new Date(Date.parse(later) + 1000) }))
  const { state, notStarted } = await mailing(timed.id)
  expect([state, notStarted]).toEqual(['draft', 'withdrawn'])
  expect((await said(goes.id))[ann.email]).toBe('A file or link belonged to this message. It has been removed since.')
})

it('it stays with the people of its event, and with a copy of the message', async () => {
  const world = await aWorld()
  await world.addFiles([aPdf()])
  const draft = await aMessage(world)
  const copy = await copyMailing(act(), newId(tick()), draft)
  expect((await mailing(copy)).materialId).toBe(draft.materialId)
  const other = await anEvent()
  await saveMailing(act(), draft, await markOf(draft), {
    eventId: other.id,
    audience: { of: 'event', event: other.code, who: 'delegates' },
  })
  expect((await mailing(draft.id)).materialId).toBe(null)
})

// Between what the clock has read and what it writes.
it.each([
  ['whose place is cancelled in the same moment gets no link that opens nothing', db, 'is for people with a place at'],
  ['control: without guards they get one', withoutGuards, 'Open “Day one”: /place/TOKEN'],
])('%s', async (_, on, says) => {
  const world = await aWorld()
  const placeId = await aPlace(world.event, world.school)
  await world.addFiles([aPdf()])
  const draft = await aMessage(world, 'delegates')
  await start(draft, act())
  const cancelled = () => run(`UPDATE Place SET state = 'cancelled', stateAt = ?2 WHERE id = ?1`, placeId, tick().toISOString())
  await queueMailing(act(before(3, cancelled, on)), draft.id)
  await queueMailing(act(), draft.id)
  expect(Object.values(await said(draft.id))).toEqual([expect.stringContaining(says)])
  expect(await rows('SELECT id FROM PlaceLink WHERE placeId = ?1', placeId)).toEqual([])
})
