// Stated access as a matter that the council answers. Rules: docs/rules/needs.md.

import { expect, it } from 'vitest'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { instant, londonDay, sayLongDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { answerByOf } from '#booking/needs/access.ts'
import { deleteNeeds } from '#booking/needs/delete-needs.ts'
import { moveAnswerDays } from '#booking/needs/move-answer-days.ts'
import { anAccount, anAct, anEvent, aSchool, db, request, rows, run, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aPlace } from '#test/worker/attendance/coverage/world.ts'

const access = (choices: string[] = ['bsl'], words = '') => JSON.stringify({ choices, words })

/** Somebody with a place at an event, their link, and what they stated. */
const stated = async (facts: Parameters<typeof anEvent>[0] = {}) => {
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z', ...facts })
  const email = `${crypto.randomUUID()}@example.sch.uk`
  const account = await anAccount({ email })
  const { personId } = account
  const placeId = await aPlace(event, await aSchool(), { personId })
  await run('UPDATE Person SET email = ?2 WHERE id = ?1', personId, email)
  const token = newToken()
  await add('PlaceLink', {
    placeId,
    personId,
    tokenHash: await sha256(token),
    joinHash: await sha256(newToken()),
    createdAt: instant(tick()),
  })
  const link = `/place/${token}`
  const tell = (form: Record<string, string | string[]>) => request(`${link}/needs`, { form: { agreed: 'yes', ...form } })
  expect((await tell({ access: 'bsl' })).status).toBe(303)
  return {
    event,
    account,
    email,
    placeId,
    personId,
    link,
    tell,
    at: `/organiser/events/${event.code}/needs/access/${await matterOf(placeId)}`,
  }
}
const matterOf = async (placeId: string) =>
  (await rows<{ matter: string }>('SELECT matter FROM Need WHERE placeId = ?1', placeId))[0]?.matter ?? ''
const organiser = () => anAccount({ roles: ['organiser'], name: 'Elin Organiser' })
const seen = async (path: string, cookie: string) => plain(await (await request(path, { cookie })).text())
const hidden = async (path: string, cookie: string) =>
  /name="seen" value="([^"]*)"/.exec(await (await request(path, { cookie })).text())?.[1] ?? ''
const answer = async (path: string, cookie: string, said: string, done: 'yes' | 'no') =>
  request(path, { cookie, form: { answer: said, done, seen: await hidden(path, cookie) } })
const mails = (email: string) =>
  rows<{ subject: string; text: string; placeId: string | null; personId: string | null }>(
    `SELECT b.subject, b.text, m.placeId, m.personId FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'access_answered' AND b.email = ?1`,
    email,
  )

// “Each stated access has somebody who answers it and a day, which its person sees; the answer stands on their page for them alone, and an email says so.”
it('a delegate who needs an interpreter sees by when they are answered, then the answer, then that it is done', async () => {
  const { account, email, link, at } = await stated()
  const record = () => seen('/account/record', account.cookie)
  expect(await seen(link, account.cookie)).toMatch(/Access: not answered yet, due by \w+day \d+ \w+ \d{4}\./)
  expect(await record()).toMatch(/Access: not answered yet, due by \w+day \d+ \w+ \d{4}\. Open your place/)
  const { cookie } = await organiser()
  expect((await answer(at, cookie, 'BSL interpreter asked for', 'no')).status).toBe(303)
  expect(await seen(link, account.cookie)).toContain('BSL interpreter asked for We are arranging it.')
  expect(await record()).toContain('Access: BSL interpreter asked for We are arranging it.')
  expect((await answer(at, cookie, 'BSL interpreter asked for', 'yes')).status).toBe(303)
  expect(await seen(link, account.cookie)).toContain('BSL interpreter asked for Done')
  expect(await record()).toContain('Access: BSL interpreter asked for Done')
  // Of a new answer an email says that it is there, not what it is: colleagues may read the mailbox.
  const [mail, ...others] = await mails(email)
  expect(others).toEqual([])
  expect([mail?.placeId, mail?.personId]).toEqual([null, null])
  expect(mail?.subject).toMatch(/^About your place at /)
  const [sent] = await rows<{ text: string }>('SELECT text FROM LocalMail WHERE instr(toAddress, ?1) > 0 ORDER BY id DESC LIMIT 1', email)
  expect(sent?.text).toContain('/account/record')
  expect(sent?.text).not.toContain('BSL')
})

it('whoever holds the link and is not signed in reads neither the answer nor that access was asked for', async () => {
  const { link, at } = await stated()
  await answer(at, (await organiser()).cookie, 'Ground floor booked', 'yes')
  const page = plain(await (await request(link)).text())
  expect(page).toContain('You have told us something.')
  for (const words of ['Ground floor', 'about access']) expect(page).not.toContain(words)
})

// “What was answered is deleted with what was told, and is in no message.”
it('the answer is in no message, and goes with the needs; the log has neither', async () => {
  const { event, email, placeId, tell, at } = await stated()
  await answer(at, (await organiser()).cookie, 'Ramp at the north door', 'yes')
  expect((await mails(email)).map(({ text }) => text)).toEqual(['The text is not kept: it was for the mailbox alone.'])
  const log = JSON.stringify(await rows('SELECT * FROM Log WHERE eventId = ?1', event.id))
  for (const words of ['Ramp', 'bsl', await matterOf(placeId)]) expect(log).not.toContain(words)
  expect(log).toContain('needs.answered')
  expect((await tell({})).status).toBe(303)
  expect(await rows('SELECT 1 FROM Need WHERE placeId = ?1', placeId)).toEqual([])
})

it('what is told anew is answered anew; a change about food alone leaves the answer', async () => {
  const { placeId, tell, at } = await stated()
  await answer(at, (await organiser()).cookie, 'Booked', 'yes')
  const state = () => rows('SELECT answer, answeredAt IS NULL AS waits, matter FROM Need WHERE placeId = ?1', placeId)
  const matter = await matterOf(placeId)
  await tell({ access: 'bsl', dietary: 'vegan' })
  expect(await state()).toEqual([{ answer: 'Booked', waits: 0, matter }])
  await tell({ access: ['bsl', 'captions'], dietary: 'vegan' })
  expect(await state()).toEqual([{ answer: '', waits: 1, matter }])
})

// “The day of an answer moves with the event while nobody has answered.”
it('the day of an answer moves with the event, is counted from when the access was stated, and stays once it is answered', async () => {
  const { event, account, link, placeId, tell, at } = await stated()
  const [london, day] = [londonDay(new Date()), async () => (await rows('SELECT answerBy, moved FROM Need WHERE placeId = ?1', placeId))[0]]
  const before = await day()
  const move = async (days: number) => {
    const starts = new Date(Date.now() + days * 86_400_000)
    await run(
      'UPDATE Session SET startsAt = ?2, endsAt = ?3 WHERE eventId = ?1',
      event.id,
      instant(starts),
      instant(new Date(starts.getTime() + 3_600_000)),
    )
    return starts
  }
  const starts = await move(2)
  expect(await day()).toMatchObject({ moved: 1 })
  await moveAnswerDays(anAct({ now: new Date() }))
  const calendar = await readNow(db, selectCalendar(db))
  const soon = answerByOf(london, londonDay(starts), calendar)
  expect(await day()).toEqual({ answerBy: soon, moved: 0 })
  expect(soon < String(before?.['answerBy'])).toBe(true)
  expect(await seen(link, account.cookie)).toContain(`Access: not answered yet, due by ${sayLongDay(soon)}.`)
  await tell({ access: 'bsl', dietary: 'vegan' })
  await move(200)
  await moveAnswerDays(anAct({ now: new Date() }))
  expect(await day()).toEqual({ ...before, moved: 0 })
  await answer(at, (await organiser()).cookie, 'Booked', 'no')
  await move(2)
  expect(await day()).toEqual({ ...before, moved: 0 })
})

it('food alone is no matter to answer', async () => {
  const { event, placeId, tell } = await stated()
  await tell({ dietary: 'vegan' })
  expect(await rows('SELECT answerBy, access FROM Need WHERE placeId = ?1', placeId)).toEqual([{ answerBy: null, access: '' }])
  expect(await seen(`/organiser/events/${event.code}/needs`, (await organiser()).cookie)).toContain(
    'Nobody has told us what they need to take part.',
  )
})

// “Organisers see what waits and who answers, without names.”
it('an organiser sees what waits and who answers, and gives it to a colleague', async () => {
  const { event, at } = await stated()
  await run(`UPDATE Event SET contactName = 'Rhys Contact' WHERE id = ?1`, event.id)
  const one = await organiser()
  const sheet = `/organiser/events/${event.code}/needs`
  expect(await seen(sheet, one.cookie)).toMatch(/British Sign Language interpreter Answer by \w+day [^:]+: Rhys Contact/)
  expect((await request(`${at}/owner`, { cookie: one.cookie, form: { owner: one.accountId } })).status).toBe(303)
  expect(await seen(sheet, one.cookie)).toContain(': Elin Organiser')
  const nobody = await request(`${at}/owner`, { cookie: one.cookie, form: { owner: newId(tick()) } })
  expect(nobody.status).toBe(422)
})

it('an access need that is late stands on the first page of organisers', async () => {
  const { event, placeId } = await stated()
  const { cookie } = await organiser()
  await run(`UPDATE Need SET answerBy = '2026-01-05' WHERE placeId = ?1`, placeId)
  const home = await (await request('/organiser', { cookie })).text()
  expect(plain(home)).toMatch(/\d+ access needs? to answer or arrange, \d+ of them late/)
  expect(home).toContain(`/organiser/events/${event.code}/needs`)
})

it('two organisers who answer at once are told: the second sees what the first wrote', async () => {
  const { at, email } = await stated()
  const [one, other] = [await organiser(), await organiser()]
  const before = await hidden(at, other.cookie)
  await answer(at, one.cookie, 'Booked', 'yes')
  const late = await request(at, { cookie: other.cookie, form: { answer: 'Sorry, no', done: 'yes', seen: before } })
  expect(late.status).toBe(409)
  expect((await mails(email)).length).toBe(1)
})

it('an answer to what the person has stated anew meanwhile is not taken, and not emailed', async () => {
  const { at, email, placeId, tell } = await stated()
  const { cookie } = await organiser()
  const before = await hidden(at, cookie)
  await tell({ access: ['bsl', 'captions'] })
  const late = await request(at, { cookie, form: { answer: 'Interpreter booked', done: 'yes', seen: before } })
  expect(late.status).toBe(409)
  expect(await rows('SELECT answer, doneAt FROM Need WHERE placeId = ?1', placeId)).toEqual([{ answer: '', doneAt: null }])
  expect(await mails(email)).toEqual([])
})

// “When needs are deleted on time, how many people stated each kind of access stays.”
it('how many people stated each kind of access is kept when their words are deleted', async () => {
  const { event, placeId } = await stated()
  const told = { eventId: event.id, deleteAfter: '2099-01-01T00:00:00.000Z' }
  for (const stated of [access(['bsl', 'captions'], 'Near the stage'), access([], 'A quiet corner')]) {
    const account = await anAccount()
    const place = await aPlace(event, await aSchool(), { personId: account.personId })
    await add('Need', {
      ...told,
      placeId: place,
      personId: account.personId,
      access: stated,
      matter: newId(tick()),
      answerBy: '2098-12-01',
    })
  }
  await run('UPDATE Need SET deleteAfter = ?2 WHERE placeId = ?1', placeId, told.deleteAfter)
  await deleteNeeds(anAct({ now: new Date('2099-01-01T00:00:00.000Z') }))
  expect(await rows('SELECT kind, people FROM AccessCount WHERE eventId = ?1 ORDER BY kind', event.id)).toEqual([
    { kind: 'bsl', people: 2 },
    { kind: 'captions', people: 1 },
    { kind: 'words', people: 1 },
  ])
  expect(await rows('SELECT 1 FROM Need WHERE eventId = ?1', event.id)).toEqual([])
})
