// docs/rules/materials.md: what the mail of thanks says of slides and other materials.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { addMaterialTo } from '#events/materials/add-material.ts'
import { releaseMaterials } from '#events/materials/arrange-materials.ts'
import { anAct, anEvent, aSchool, rows, run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aMark, aPerson, aPlace, aWalkIn, firstSession, signOff } from '#test/worker/attendance/coverage/world.ts'
import { mails, runClock } from './world.ts'

const someone = async (name: string): Promise<string> => {
  const id = await aPerson(name)
  await run('UPDATE Person SET email = ?2 WHERE id = ?1', id, `${name.toLowerCase().replace(' ', '.')}@example.sch.uk`)
  return id
}

/** On 12 June Ann was at Prevent, Bo at Records, Cai walked in. */
const held = async () => {
  const day = (from: string, to: string) => ({ startsAt: `2026-06-12T${from}:00.000Z`, endsAt: `2026-06-12T${to}:00.000Z` })
  const event = await anEvent({
    placesPerSchool: 10,
    sessions: [
      { ...day('08:30', '10:00'), title: 'Opening talk' },
      { ...day('11:00', '15:00'), title: 'Prevent', block: 'Workshop' },
      { ...day('11:00', '15:00'), title: 'Records', block: 'Workshop' },
    ],
  })
  const school = await aSchool()
  const [talk = '', prevent = '', records = ''] = event.sessions.map(({ id }) => id)
  for (const [name, workshop] of [
    ['Ann Lee', prevent],
    ['Bo Price', records],
  ] as const) {
    const placeId = await aPlace(event, school, { personId: await someone(name) })
    await add('PlaceSession', { placeId, sessionId: workshop })
    for (const session of [talk, workshop]) await aMark(session, { placeId }, 'attended')
  }
  const walkInId = await aWalkIn(event, school)
  await run('UPDATE WalkIn SET personId = ?2 WHERE id = ?1', walkInId, await someone('Cai Rees'))
  await aMark(firstSession(event), { walkInId }, 'attended')
  await signOff(event)
  const upload = (sessionId: string | null) =>
    addMaterialTo(anAct(), event, { title: 'Slides', sessionId, url: `https://example.org/${newId(tick())}` })
  return { event, prevent, upload }
}

/** Of each mail of thanks, what it says of materials and where it leads. */
const said = async (eventId: string): Promise<string[]> => {
  await runClock('2026-06-12T20:00:00.000Z')
  return (await mails(eventId, 'thanks'))
    .map(({ toAddress, text }) => {
      const [, says = 'nothing'] = /(Slides and other materials [^.]*)\./.exec(text.replaceAll(/\s+/g, ' ')) ?? []
      const [, leads = ''] = /http:\/\/localhost:8787(\/place\/|\/account\/record)/.exec(text) ?? []
      return `${toAddress.match(/<(.+)@/)?.[1]}: ${says} ${leads}`.trim()
    })
    .sort()
}

// “The mail of thanks tells people who may see them where they are, or from when; nothing is attached.”
it('who came is told where the materials are: on their own page, or on their record when they walked in', async () => {
  const { event, upload } = await held()
  await upload(null)
  const where = 'Slides and other materials are on your own page'
  expect(await said(event.id)).toEqual([
    `ann.lee: ${where} /place/`,
    `bo.price: ${where} /place/`,
    `cai.rees: ${where}: sign in there with this address /account/record`,
  ])
  expect(
    await rows(
      `SELECT DISTINCT b.attachments FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'thanks'`,
      event.id,
    ),
  ).toEqual([{ attachments: '[]' }])
  const [ann] = await mails(event.id, 'thanks')
  const token = ann?.text.match(/\/place\/([\w-]{43})/)?.[1]
  expect(token).toBeDefined()
})

it('before their time the mail says from when they will be there', async () => {
  const { event, upload } = await held()
  await upload(null)
  await releaseMaterials(anAct(), event, '2026-06-15T08:00:00.000Z')
  expect((await said(event.id))[0]).toBe('ann.lee: Slides and other materials will be on your own page from 15 June 2026 at 9am /place/')
})

it('who may see none, because they are for another session or there are none, is told nothing of any, and finds their place', async () => {
  const { event, prevent, upload } = await held()
  await upload(prevent)
  expect(await said(event.id)).toEqual([
    'ann.lee: Slides and other materials are on your own page /place/',
    'bo.price: nothing /place/',
    'cai.rees: nothing',
  ])
  expect(await said((await held()).event.id)).toEqual(['ann.lee: nothing /place/', 'bo.price: nothing /place/', 'cai.rees: nothing'])
})
