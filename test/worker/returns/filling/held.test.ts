// What Muster holds of a school stands in its return, to be confirmed or disputed.

import { expect, it } from 'vitest'
import { addDays, londonDay, sayDay } from '#base/dates.ts'
import { fieldOf } from '#returns/filling/forms.ts'
import { anAccount, request, rows, run, tick } from '#test/support/factories.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { aPerson } from '../../attendance/coverage/world.ts'
import { aRole } from '../../attendance/requirements/world.ts'
import { aDocument, anIssue, aVersion } from '../../guidance/world.ts'
import { aHolder, aReturn } from './world.ts'

const aHeldReturn = async () => {
  const asked = await aReturn({
    questions: {
      head: { kind: 'yes_no', label: 'Is a head in post?', filledFrom: 'head' },
      training: { kind: 'yes_no', label: 'Is the lead trained?', filledFrom: 'lead_training' },
    },
  })
  await aHolder(asked.school.id, 'head', 'Hal Price')
  await aHolder(asked.school.id, 'dsl', 'Lena Moss')
  const { cookie } = await anAccount({ schoolIds: [asked.school.id], name: 'Ann Lee' })
  const path = `${asked.at}/sections/1`
  const shown = async () => (await request(path, { cookie })).text()
  const shownOf = async (name: string): Promise<string> =>
    new RegExp(`name="${fieldOf('shown', asked.q(name))}" value="([^"]*)"`).exec(await shown())?.[1] ?? ''
  const press = (does: 'confirm' | 'dispute', name: string, text: string, words = '') =>
    request(path, {
      cookie,
      form: { does: `${does} ${asked.q(name)}`, [fieldOf('shown', asked.q(name))]: text, [fieldOf('words', asked.q(name))]: words },
    })
  const said = () =>
    rows('SELECT shown, heldOn, answer, words, ownerId, dueOn FROM ReturnShown WHERE returnId = ?1 ORDER BY rowid', asked.id)
  return { asked, shown, shownOf, press, said }
}

const today = londonDay(new Date())

it('What is held of a role, a training or guidance is shown with its day, and the school confirms it or says what is wrong.', async () => {
  const { shown, shownOf, press, said } = await aHeldReturn()
  const page = plain(await shown())
  expect(page).toContain(`We hold this, as at ${sayDay(today)}: Headteacher or principal: Hal Price, since 1 September 2025`)
  expect(page).toContain('Lena Moss, Designated lead')
  expect((await press('confirm', 'head', await shownOf('head'))).status).toBe(303)
  expect(await said()).toEqual([
    {
      ...{ shown: 'Headteacher or principal: Hal Price, since 1 September 2025', heldOn: today },
      ...{ answer: 'confirmed', words: '', ownerId: null, dueOn: null },
    },
  ])
  expect(plain(await shown())).toContain('Confirmed by Ann Lee')
  await press('confirm', 'head', await shownOf('head'))
  expect((await said()).length).toBe(1)
})

it('A dispute goes to the officer who opened the round, is due in fourteen days, and does not hold up the return.', async () => {
  const { asked, shown, shownOf, press, said } = await aHeldReturn()
  const silent = await press('dispute', 'training', await shownOf('training'))
  expect([silent.status, await silent.text()]).toEqual([422, expect.stringContaining('Say what is wrong with it')])
  expect((await press('dispute', 'training', await shownOf('training'), 'She was trained in May.')).status).toBe(303)
  expect(await said()).toMatchObject([
    { answer: 'disputed', words: 'She was trained in May.', ownerId: asked.officer.accountId, dueOn: addDays(today, 14) },
  ])
  const page = plain(await shown())
  expect(page).toContain(
    `“She was trained in May.” Olive Grant looks at it by ${sayDay(addDays(today, 14))}. It does not hold up your audit.`,
  )
  await press('confirm', 'head', await shownOf('head'))
  const { cookie } = await anAccount({ schoolIds: [asked.school.id] })
  const check = await textOf(request(`${asked.at}/check`, { cookie }))
  expect(check).not.toContain('say whether what we hold is right')
})

it('What has changed since the page was opened is neither confirmed nor disputed unseen.', async () => {
  const { asked, shownOf, press, said } = await aHeldReturn()
  const before = await shownOf('head')
  await run(`UPDATE RoleAtSchool SET supersededAt = ?2 WHERE schoolId = ?1 AND roleId = 'head'`, asked.school.id, tick().toISOString())
  const refused = await press('confirm', 'head', before)
  expect([refused.status, await refused.text()]).toEqual([
    409,
    expect.stringContaining('What we hold has changed since you opened this page'),
  ])
  expect(await said()).toEqual([])
})

it('Where the record says something else later, the school is asked again.', async () => {
  const { asked, shown, shownOf, press } = await aHeldReturn()
  await press('confirm', 'head', await shownOf('head'))
  await run(`UPDATE RoleAtSchool SET supersededAt = ?2 WHERE schoolId = ?1 AND roleId = 'head'`, asked.school.id, tick().toISOString())
  const page = plain(await shown())
  expect(page).toContain('Headteacher or principal: nobody is confirmed in our record')
  expect(page).toMatch(/It was confirmed on .*, when our record said something else\./)
  expect((await press('confirm', 'head', await shownOf('head'))).status).toBe(303)
  await aRole(await aPerson('Nia Head'), asked.school, { roleId: 'head', source: 'booking', confirmedAt: null, fromDate: null })
  expect(plain(await shown())).toContain('Headteacher or principal: proposed and not confirmed yet, Nia Head')
})

it('Guidance that the school is to answer is shown with how it stands, as the pages of guidance say it.', async () => {
  const asked = await aReturn({ questions: { policy: { kind: 'yes_no', label: 'Is the policy adopted?', filledFrom: 'guidance' } } })
  const { cookie } = await anAccount({ schoolIds: [asked.school.id], name: 'Ann Lee' })
  const page = async () => await textOf(request(`${asked.at}/sections/1`, { cookie }))
  expect(await page()).toContain('No guidance is asked of the school')
  const document = await aDocument({ title: 'Child-on-child abuse' })
  await anIssue(await aVersion(document), asked.school)
  expect(await page()).toContain('Child-on-child abuse, version 1: Issued, no record that anybody opened it (10 September 2025)')
  const shown = /name="shown-[^"]*" value="([^"]*)"/.exec(await (await request(`${asked.at}/sections/1`, { cookie })).text())?.[1] ?? ''
  const id = asked.q('policy')
  const sent = await request(`${asked.at}/sections/1`, { cookie, form: { does: `confirm ${id}`, [fieldOf('shown', id)]: shown } })
  expect(sent.status).toBe(303)
  expect(await page()).toContain('Confirmed by Ann Lee')
})
