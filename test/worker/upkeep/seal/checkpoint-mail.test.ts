// The checkpoint of each day goes by mail to the address that the council named.
import { beforeEach, expect, it } from 'vitest'
import { addMinutes } from '#base/dates.ts'
import { kindsDue } from '#due.ts'
import { kinds } from '#jobs.ts'
import { emptyDatabase } from '#test/support/database.ts'
import { anAct, anEvent, aSchool, aSetting, before, db, rows } from '#test/support/factories.ts'
import { cameTo } from '#test/worker/attendance/coverage/world.ts'
import { sealRecord } from '#upkeep/seal/seal-record.ts'
import { sendCheckpoint } from '#upkeep/seal/send-checkpoint.ts'

beforeEach(emptyDatabase)

const sealKey = btoa('k'.repeat(32))
const morning = new Date('2026-07-01T09:00:00.000Z')

const name = (email: string) => aSetting('council', { sealEmail: email })

const run = (now = morning, on = db) => sendCheckpoint(anAct({ db: on, now, origin: 'schedule' }))
const isDue = async (now = morning) =>
  (await kindsDue(db, { now, stripe: undefined }, kinds)).some(({ kind }) => kind.job === sendCheckpoint)
const mails = () =>
  rows<{ toAddress: string; subject: string; text: string }>(
    `SELECT b.toAddress, b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'checkpoint_stated' ORDER BY m.id`,
  )

/** Somebody came, and the checkpoint of the day is stated. */
const stated = async (now = morning) => {
  await cameTo(await anEvent({ placesPerSchool: null }), await aSchool())
  await sealRecord(anAct({ now, sealKey }))
  const [checkpoint] = await rows<{ note: string }>('SELECT note FROM SealCheckpoint ORDER BY day DESC LIMIT 1')
  return checkpoint?.note ?? ''
}

// “The checkpoint of each day goes once, as text, to an address that the council has named.”
it('goes to nobody until the council names an address, and from then on once a day, letter by letter', async () => {
  const note = await stated()
  expect([await isDue(), await run(), await mails()]).toEqual([false, false, []])
  await name('audit@wye.example')
  expect([await isDue(), await run(), await isDue(), await run()]).toEqual([true, true, false, false])
  const [mail] = await mails()
  expect([mail?.toAddress, mail?.subject]).toEqual(['audit@wye.example', 'Checkpoint of the protected record, 1 July 2026'])
  expect(mail?.text).toContain(`\n${note}`)
  expect(note).toContain('\n— ')
  const next = addMinutes(morning, 24 * 60)
  expect(await isDue(next)).toBe(false)
  await stated(next)
  expect([await run(next), (await mails()).length]).toEqual([true, 2])
})

it('goes once when two runs send it at once; control: without the key of the day it goes twice', async () => {
  await name('audit@wye.example')
  await stated()
  await Promise.all([run(), run()])
  expect(await mails()).toHaveLength(1)
  await db.prepare('DROP INDEX CheckpointMail_once').run()
  const next = addMinutes(morning, 24 * 60)
  await stated(next)
  await Promise.all([run(next), run(next)])
  expect(await mails()).toHaveLength(3)
})

it('leaves nothing when a run is killed before it has written, and the next sends it', async () => {
  await name('audit@wye.example')
  await stated()
  const killed = () => Promise.reject(new Error('killed'))
  await run(morning, before(2, killed)).catch(() => undefined)
  expect([await mails(), await rows('SELECT day FROM CheckpointMail')]).toEqual([[], []])
  await run()
  expect([(await mails()).length, await rows('SELECT day FROM CheckpointMail')]).toEqual([1, [{ day: '2026-07-01' }]])
})
