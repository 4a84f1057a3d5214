// A complaint about data, from the page that says how to its answer.

import { expect, it } from 'vitest'
import { aBrowser, brokenInvariants, look, mailTo, manySchools } from '#test/support/browsing.ts'
import { anAccount } from '#test/support/factories.ts'

await manySchools()

it('a parent complains on a phone, and an administrator answers', async () => {
  const problems: string[] = []
  const parent = aBrowser()
  await parent.goto('/data-protection-complaint')
  await parent.follow('Write your complaint')
  problems.push(...(await look(parent, 'complaint')))
  parent.fill('Your name', 'Olwen Parry')
  parent.fill('Your email address', 'olwen@example.com')
  parent.fill('What is your complaint about?', 'You sent my booking to another school.')
  await parent.press('Send the complaint')
  expect(parent.path).toBe('/data-protection-complaint')
  expect(parent.text).toContain('We have your complaint. An email that says what happens next is on its way.')
  const administrator = aBrowser(await anAccount({ roles: ['administrator'] }))
  await administrator.goto('/organiser')
  await administrator.follow('1 complaint about data to answer')
  problems.push(...(await look(administrator, 'complaints')))
  await administrator.follow(/^Complaint of/)
  problems.push(...(await look(administrator, 'complaint-to-answer')))
  administrator.check('Upheld')
  administrator.fill('Your answer', 'We have corrected it.')
  await administrator.press('Answer and close')
  expect(administrator.text).toContain('The answer is on its way. The complaint is closed.')
  await administrator.goto('/organiser/complaints')
  await administrator.follow('Record a complaint that came by post or telephone')
  problems.push(...(await look(administrator, 'complaint-to-record')))
  expect((await mailTo('olwen@example.com', /Our answer to your complaint/)).text).toContain('We uphold your complaint.')
  expect(problems).toEqual([])
  expect(await brokenInvariants()).toEqual([])
})
