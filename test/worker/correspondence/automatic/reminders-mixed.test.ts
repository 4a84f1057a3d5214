// What reminders say of a mixed event: to each as they come to it.
import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { changeAttendance } from '#booking/delegates/change-attendance.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, rows, run, tick } from '#test/support/factories.ts'
import { person } from '#test/worker/booking/delegates/bookings.ts'
import { dayBefore, mails, runClock } from './world.ts'

const june = { startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T15:00:00.000Z' }

/** Ann comes to the room and Bo online, of one booking. */
const mixed = async (
  sessions: NonNullable<Parameters<typeof anEvent>[0]>['sessions'] = [june],
  joiningLink = 'https://meet.example/j/1',
) => {
  const event = await anEvent({ attendanceMode: 'mixed', capacity: 9, onlineCapacity: 9, placesPerSchool: null, joiningLink, sessions })
  await run(`UPDATE Session SET room = 'Main hall' WHERE eventId = ?1 AND position = 1`, event.id)
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const placed = await placeBooking(anAct({ actor: contact.actor }), {
    ...{ code: event.code, schoolId: school.id, formId: newId(tick()), unnamed: 0, ifFull: 'refuse' },
    delegates: [
      { ...person('Ann Lee'), attendance: 'in_person' },
      { ...person('Bo Price'), attendance: 'online' },
    ],
  }).then(accepted)
  return { event, reference: placed.reference }
}

const facts = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => /^(When|And|Where|Day|[A-Z][a-z]+ talk)\b.*:|Join online|^Map/.test(line))
    .map((line) => line.replace(/ \(http.*|: *$/, ''))

const reminded = async (eventId: string) =>
  Object.fromEntries((await mails(eventId, 'reminder_day')).map(({ toAddress, text }) => [toAddress.match(/<(.+)@/)?.[1], text]))

// “A reminder of a mixed event says to each how they come: the venue and the room, or that it
// is online and their own link to join.”
it('whoever comes to the room is told where it is, and whoever comes online gets their own link and no venue', async () => {
  const { event } = await mixed()
  await runClock(dayBefore)
  const { 'ann.lee': ann = '', 'bo.price': bo = '' } = await reminded(event.id)
  expect(facts(ann)).toEqual([
    'When: Friday 12 June 2026, 9:30am to 4pm, Main hall',
    'Where: Three Counties Hotel, Belmont Road, Hereford, HR2 7BP',
    'Map',
  ])
  expect(ann).not.toMatch(/online|\/join\//i)
  expect(facts(bo)).toEqual(['When: Friday 12 June 2026, 9:30am to 4pm, UK time', 'Where: Online', 'Join online'])
  expect(bo).toMatch(/http:\/\/localhost:8787\/join\/[\w-]{43}/)
  expect(bo).not.toMatch(/Hereford|Main hall|meet\.example/)
})

it('somebody who has changed since is reminded as they come now', async () => {
  const { event, reference } = await mixed()
  const [ann] = await rows<{ id: string }>(`SELECT id FROM Place WHERE eventId = ?1 AND attendance = 'in_person'`, event.id)
  const changed = await changeAttendance(anAct(), { reference, placeId: ann?.id ?? '', to: 'online', by: 'delegate' })
  expect(changed).toEqual({ ok: true, value: { changed: true, toPay: 0 } })
  await runClock(dayBefore)
  const { 'ann.lee': text = '' } = await reminded(event.id)
  expect(facts(text)).toEqual(['When: Friday 12 June 2026, 9:30am to 4pm, UK time', 'Where: Online', 'Join online'])
})

it('online without a link yet, the reminder says where it will be', async () => {
  const { event } = await mixed([june], '')
  await runClock(dayBefore)
  const { 'ann.lee': ann = '', 'bo.price': bo = '' } = await reminded(event.id)
  expect(bo.replaceAll(/\s+/g, ' ')).toContain(
    'The link to join is not known yet. You will find it on the page of your place as soon as it is.',
  )
  expect(ann).not.toContain('The link to join')
})

// “Whoever booked is told who comes to the room and who online.”
it('whoever booked reads beside each name how they come, and a map of the venue alone', async () => {
  const { event } = await mixed()
  await runClock('2026-06-05T07:00:00.000Z')
  await runClock(dayBefore)
  const [mail] = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'reminder_contact'`,
    event.id,
  )
  const text = mail?.text ?? ''
  expect(text).toContain('Ann Lee, in the room')
  expect(text).toContain('Bo Price, online')
  expect(text).toContain('Where: Three Counties Hotel, Belmont Road, Hereford, HR2 7BP; or online')
  expect(text).toContain(`query=${encodeURIComponent('Three Counties Hotel, Belmont Road, Hereford, HR2 7BP')}`)
})

it('a mixed event of several days reminds before each of them, each as they come', async () => {
  const second = { startsAt: '2026-06-19T08:30:00.000Z', endsAt: '2026-06-19T15:00:00.000Z', title: 'Day two' }
  const { event } = await mixed([{ ...june, title: 'Day one' }, second])
  await runClock(dayBefore)
  const first = await reminded(event.id)
  expect(facts(first['ann.lee'] ?? '')).toEqual([
    'Day one: Friday 12 June 2026, 9:30am to 4pm, Main hall',
    'Day two: Friday 19 June 2026, 9:30am to 4pm',
    'Where: Three Counties Hotel, Belmont Road, Hereford, HR2 7BP',
    'Map',
  ])
  await runClock('2026-06-18T07:00:00.000Z')
  const later = await reminded(event.id)
  expect(facts(later['bo.price'] ?? '')).toEqual(['Day two: Friday 19 June 2026, 9:30am to 4pm, UK time', 'Where: Online', 'Join online'])
})
