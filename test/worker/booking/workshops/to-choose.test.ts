// What the mails of a delegate say while workshops are still to be chosen: the whole day, what
// to choose and by when.
import { expect, it } from 'vitest'
import { chooseWorkshops } from '#booking/workshops/choose-workshops.ts'
import { anAccount, anAct, request, rows, run } from '#test/support/factories.ts'
import { aBooking, aConference } from './world.ts'

const mailsTo = async (placeId: string) =>
  (
    await rows<{ subject: string; text: string }>(
      'SELECT b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.placeId = ?1 ORDER BY m.rowid',
      placeId,
    )
  ).map(({ subject, text }) => ({ subject, text: text.replaceAll(/\s+/g, ' ') }))

const aDelegate = async (calendarEntries: 'each' | 'day') => {
  const conference = await aConference()
  await run(
    `UPDATE Event SET calendarEntries = ?2, choicesCloseAt = '2099-06-05T14:00:00.000Z', version = version + 1 WHERE id = ?1`,
    conference.event.id,
    calendarEntries,
  )
  const booking = await aBooking(conference.event, ['Ann Lee'])
  return {
    ...conference,
    ...booking,
    choose: (...sessionIds: string[]) =>
      chooseWorkshops(anAct({ actor: booking.actor }), { placeId: booking.placeId, sessionIds, by: 'school' }),
  }
}

const wholeDay = 'When: Friday 12 June 2099, 9:30am to 3pm'
const closing = 'by Friday 5 June 2099, 3pm.'

// “While a workshop is still to be chosen, the mails of a delegate give the hours of the day
// with it, and say of which blocks to choose and by when.”
it('an invitation gives the hours of the whole day, and says what to choose and by when, by days and by sessions', async () => {
  for (const calendarEntries of ['day', 'each'] as const) {
    const { placeId } = await aDelegate(calendarEntries)
    const [invitation] = await mailsTo(placeId)
    for (const said of [
      wholeDay,
      '11:30am to 12:30pm: Morning workshops: not chosen yet',
      'In your calendar so far: Friday 12 June 2099, 9:30am to 11am',
      `Choose one workshop of “Morning workshops” and one of “Afternoon workshops” ${closing}`,
      'There you can say what you need, choose workshops, answer questions',
    ])
      expect(invitation?.text).toContain(said)
    const link = invitation?.text.match(/\/place\/[\w-]+/)?.[0] ?? ''
    const page = await (await request(link)).text()
    expect(page.match(/Not chosen yet: choose by Friday 5 June 2099, 3pm/g)).toHaveLength(2)
  }
})

// “The first workshops of somebody are “Your workshops”; only where one is left for another
// have they changed.”
it('a first choice is no change, a second is, and when all is chosen nothing is asked any more', async () => {
  const { placeId, choose, anxiety, bullying, consent } = await aDelegate('day')
  await choose(anxiety)
  await choose(anxiety, consent)
  await choose(bullying, consent)
  const [, first, second, third] = await mailsTo(placeId)
  expect([first?.subject, second?.subject, third?.subject]).toEqual([
    'Your workshops: Safeguarding conference, Friday 12 June 2099',
    'Your workshops: Safeguarding conference, Friday 12 June 2099',
    'Your workshops have changed: Safeguarding conference, Friday 12 June 2099',
  ])
  expect(first?.text).toContain(wholeDay)
  expect(first?.text).toContain(`Choose one workshop of “Afternoon workshops” ${closing}`)
  for (const mail of [first, second]) expect(mail?.text).not.toMatch(/was to be|have changed/)
  for (const mail of [second, third]) {
    expect(mail?.text).toContain(wholeDay)
    expect(mail?.text).not.toMatch(/Choose one|so far/)
  }
})

it('an event without workshops says nothing of choosing, nor one where it has closed', async () => {
  const { event, placeId } = await aDelegate('day')
  await run(`UPDATE Event SET choicesCloseAt = '2026-01-01T00:00:00.000Z', version = version + 1 WHERE id = ?1`, event.id)
  const late = await aBooking(event, ['Bea Late'])
  const [mail] = await mailsTo(late.placeId)
  expect(mail?.text).toContain('When: Friday 12 June 2099, 9:30am to 11am')
  expect(mail?.text).not.toMatch(/[Cc]hoose/)
  const page = await (await request((mail?.text ?? '').match(/\/place\/[\w-]+/)?.[0] ?? '')).text()
  expect(page).toContain('Not chosen yet')
  expect(page).not.toContain('choose by')
  expect(placeId).not.toBe(late.placeId)
})

// “Whoever has to choose again is told which workshops remain and when, and not that their day
// is shorter; the organiser sees before it goes out whether those that remain have room for
// everyone.”
it('a workshop that is called off does not send home whoever may choose another', async () => {
  const { event, anxiety, placeId, choose } = await aDelegate('day')
  await run('UPDATE Session SET capacity = 2 WHERE eventId = ?1 AND title = ?2', event.id, 'Bullying')
  await choose(anxiety)
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const path = `/organiser/events/${event.code}/sessions/${anxiety}/calling-off`
  const [row] = await rows<{ version: number }>('SELECT version FROM Event WHERE id = ?1', event.id)
  const form = { version: String(row?.version), why: 'The speaker is ill.' }
  const confirm = await (await request(path, { cookie, form })).text()
  expect(confirm).toContain('“Morning workshops” has one workshop only')
  expect(confirm).toContain(
    'The workshops of “Morning workshops” have 2 places together, and the event has 60: not everyone can choose one.',
  )
  expect((await request(path, { cookie, form: { ...form, confirmed: 'yes', do: 'call-off' } })).status).toBe(303)
  const mail = (await mailsTo(placeId)).at(-1)
  expect(mail?.subject).toContain('A part is called off')
  expect(mail?.text).not.toContain('your day ends')
  for (const said of ['These workshops remain: * Bullying, Friday 12 June 2099, 11:30am to 12:30pm', wholeDay, closing])
    expect(mail?.text).toContain(said)
})
