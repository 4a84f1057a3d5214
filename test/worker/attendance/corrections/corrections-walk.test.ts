// An organiser finds that a closed register is of the wrong day and asks; an officer decides.
import { expect, it } from 'vitest'
import { aBrowser, look } from '#test/support/browsing.ts'
import { anAccount, aSchool, rows } from '#test/support/factories.ts'
import { aDay, issue } from '../certificates/world.ts'

it('an organiser proposes a correction on a form of its own, and an officer reads it and decides', async () => {
  const { event, places } = await aDay([{ name: 'Mair Pugh', marks: ['attended', 'attended'] }])
  await issue()
  const other = await aSchool({ name: 'Bosbury', urn: '900001' })
  const ada = aBrowser(await anAccount({ roles: ['organiser'], name: 'Ada Owen' }))
  const ben = aBrowser(await anAccount({ roles: ['officer'], name: 'Ben Rees' }))
  await ada.goto(`/organiser/events/${event.code}`)
  await ada.follow('Correct the record')
  expect(await look(ada, 'a form for correcting the record')).toEqual([])
  await ada.press('Propose the correction')
  expect(ada.text).toContain('Enter why it is corrected')
  ada.fill('Hours of training', '5.25')
  ada.fill('Why is it corrected?', 'The programme says so')
  await ada.press('Propose the correction')
  expect(ada.text).toContain('Proposed. It counts once a second person approves it')
  expect(ada.text).toContain('somebody else decides')
  await ada.goto(`/organiser/events/${event.code}/correction`)
  expect(ada.text).toContain('A correction waits for a second person')

  await ada.goto('/organiser')
  await ada.follow('1 proposal waits for a second person')
  await ben.goto('/organiser/proposals')
  expect(await look(ben, 'what waits for a second person')).toEqual([])
  await ben.follow('A correction of a signed-off register: Safeguarding conference')
  expect(await look(ben, 'a correction that waits')).toEqual([])
  await ben.press('Refuse')
  expect(ben.text).toContain('Say why it is refused')
  await ben.press('Approve')
  expect(ben.text).toContain('Approved. The record is corrected')
  await ada.goto('/organiser')
  expect(ada.text).not.toContain('waits for a second person')
  expect(await rows('SELECT minutes FROM Event WHERE id = ?1', event.id)).toEqual([{ minutes: 315 }])

  await ada.goto(`/register/${event.sessions[0]?.id}/people/${places[0]?.placeId}`)
  await ada.follow('Correct whom they represented')
  expect(await look(ada, 'a form for whom a delegate represented')).toEqual([])
  ada.fill('Other schools, by their numbers (URN)', '900001')
  ada.fill('Why is it corrected?', 'She came for both')
  await ada.press('Propose the correction')
  await ada.press('Withdraw it')
  expect(ada.text).toContain('Withdrawn. The record stays as it was')
  expect(await rows('SELECT schoolId FROM PlaceRepresents WHERE schoolId = ?1', other.id)).toEqual([])
})
