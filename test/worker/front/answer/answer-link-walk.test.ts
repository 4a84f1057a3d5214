// An officer sends a councillor the answer on a topic, who reads it on a telephone without signing in.
import { expect, it } from 'vitest'
import { londonDay } from '#base/dates.ts'
import { aBrowser, brokenInvariants, look, mailTo, manySchools } from '#test/support/browsing.ts'
import { anAccount } from '#test/support/factories.ts'

await manySchools()

it('the answer is read from a mail, on a telephone', async () => {
  const officer = aBrowser(await anAccount({ roles: ['officer'], name: 'Olu Bright' }))
  const problems: string[] = []
  await officer.goto('/answer?topic=online-safety')
  await officer.follow('Send this page by a link')
  officer.fill('Email address', 'ray@council.example')
  officer.fill('Last day', londonDay(new Date()))
  problems.push(...(await look(officer, 'answer-links')))
  await officer.press('Send the link')
  expect(officer.text).toContain('The link is on its way')
  const mail = await mailTo('ray@council.example', /\/answer-link\//)
  const phone = aBrowser()
  await phone.goto(mail.text.match(/\/answer-link\/[\w-]+/)?.[0] ?? '')
  expect(phone.heading).toBe('Online safety')
  problems.push(...(await look(phone, 'answer-linked')))
  await officer.reload()
  expect(officer.text).toMatch(/1 time, last/)
  await officer.press(/^End/)
  await phone.reload()
  expect(phone.heading).toBe('This link has ended')
  problems.push(...(await look(phone, 'answer-link-ended')))
  expect(problems).toEqual([])
  expect(await brokenInvariants()).toEqual([])
})
