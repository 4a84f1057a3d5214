// Whose signature is whose: one person signs once, in a role that somebody else says they hold,
// what they have read. The titles quote docs/rules/returns-of-schools.md.

import { describe, expect, it } from 'vitest'
import { nobody } from '#base/act.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { seenOf, type Typed } from '#returns/filling/entry.ts'
import { fieldOf } from '#returns/filling/forms.ts'
import { signReturn } from '#returns/signing/sign-return.ts'
import { selectVersion } from '#returns/signing/store.ts'
import { anAccount, before, db, request, rows, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { type AskedForm, actOf, aHolder, aReturn } from '../filling/world.ts'

const yesOrNo: AskedForm = { questions: { policy: { kind: 'yes_no', label: 'Is there a child protection policy?' } }, leadSigns: true }
type Account = Awaited<ReturnType<typeof anAccount>>
type Asked = Awaited<ReturnType<typeof aReturn>>

const page = async (path: string, cookie: string): Promise<string> => await textOf(request(path, { cookie }))

const fill = async (asked: Asked, { cookie }: Account, value = 'yes') => {
  const [seen] = await rows<Typed & { id: string }>('SELECT * FROM CurrentEntry WHERE returnId = ?1', asked.id)
  const form = { [fieldOf('value', asked.q('policy'))]: value, [fieldOf('seen', asked.q('policy'))]: seen ? seenOf(seen) : '' }
  expect((await request(`${asked.at}/sections/1`, { cookie, form })).status).toBe(303)
}

const sign = async (asked: Asked, { cookie }: Account) => {
  const answer = await request(`${asked.at}/check`, {
    cookie,
    form: { agreed: 'yes', version: await readNow(db, selectVersion(db, asked.id)) },
  })
  return { status: answer.status, text: answer.status === 303 ? '' : await answer.text() }
}

const aStaff = async (form: AskedForm = yesOrNo) => {
  const asked = await aReturn(form)
  const of = (role: string, name: string) => aHolder(asked.school.id, role, name)
  const staff = { head: await of('head', 'Hal Price'), lead: await of('dsl', 'Lena Moss'), governor: await of('link_governor', 'Gus Hill') }
  await fill(asked, staff.lead)
  return { asked, ...staff }
}

/** An address that the council holds for the school, of somebody who acts for it. */
const anOffice = async (asked: Asked, name = 'Olga Office') => {
  const office = await anAccount({ name, schoolIds: [asked.school.id] })
  await add('SchoolContact', { schoolId: asked.school.id, email: office.email, source: 'list' })
  return office
}

const inOneBrowser = async (...accounts: Account[]) => {
  const tokenHash = newId(tick())
  for (const { accountId } of accounts) await add('KnownBrowser', { tokenHash, accountId })
}
const atOneProvider = async (...accounts: Account[]) => {
  const subject = newId(tick())
  for (const [n, { accountId }] of accounts.entries())
    await add('OidcIdentity', { issuer: 'https://id.example', subject, accountId, endedAt: n > 0 ? tick().toISOString() : null })
}

const signatures = ({ id }: Asked) =>
  rows('SELECT signedAs, byId, doubt, confirmedById FROM ReturnSignature WHERE returnId = ?1 ORDER BY rowid', id)
const submitted = async ({ id }: Asked) => (await rows('SELECT 1 FROM ReturnSubmission WHERE returnId = ?1', id)).length
const signatureOf = async ({ id }: Asked, signedAs: string) =>
  (await rows<{ id: string }>('SELECT id FROM ReturnSignature WHERE returnId = ?1 AND signedAs = ?2 ORDER BY rowid DESC', id, signedAs))[0]
    ?.id ?? ''

// “Two accounts that an address, a record or a sign-in elsewhere ties are one person: the second
// signature is refused.”
describe('one person signs once', () => {
  it.each<[string, (lead: Account, head: Account) => Promise<unknown>]>([
    ['a sign-in elsewhere', atOneProvider],
    ['a record', (lead, head) => rows('UPDATE SignIn SET personId = ?2 WHERE accountId = ?1', lead.accountId, head.personId)],
    [
      'an address of before',
      (lead, head) =>
        add('EmailChange', {
          accountId: head.accountId,
          oldEmail: lead.email,
          newEmail: 'x@x.example',
          codeHash: 'h',
          expiresAt: tick().toISOString(),
          usedAt: tick().toISOString(),
        }),
    ],
  ])('Two accounts that %s ties are one person: the second signature is refused.', async (_, tie) => {
    const { asked, head, lead } = await aStaff()
    await tie(lead, head)
    expect((await sign(asked, lead)).status).toBe(303)
    expect(await sign(asked, head)).toEqual({ status: 409, text: expect.stringContaining('One person signs once.') })
    expect([await signatures(asked), await submitted(asked)]).toEqual([[expect.objectContaining({ signedAs: 'lead' })], 0])
  })

  it.each([
    ['one signature', [], [1]],
    ['control: without the trigger both sign', ['ReturnSignature_once'], [2]],
  ])('Two accounts of one person sign in the same moment: %s.', async (_, dropped, [signed]) => {
    const kept = await rows<{ sql: string }>(
      `SELECT sql FROM sqlite_master WHERE name IN (SELECT value FROM json_each(?1))`,
      JSON.stringify(dropped),
    )
    for (const name of dropped) await rows(`DROP TRIGGER ${name}`)
    const { asked, head, lead } = await aStaff()
    await atOneProvider(lead, head)
    const version = await readNow(db, selectVersion(db, asked.id))
    await Promise.all([lead, head].map((one) => signReturn(actOf({ ...nobody, ...one }), asked.place, version)))
    expect((await signatures(asked)).length).toBe(signed)
    for (const { sql } of kept) await rows(sql)
  })

  it('Nobody signs as the head of a moment ago: the role is asked for in the same batch.', async () => {
    const signedBy = async (take: (account: Account) => Promise<unknown>) => {
      const { asked, head } = await aStaff()
      const version = await readNow(db, selectVersion(db, asked.id))
      const act = actOf({ ...nobody, ...head })
      return [await signReturn({ ...act, db: before(2, () => take(head)) }, asked.place, version), await submitted(asked)]
    }
    const gone = ({ personId }: Account) =>
      rows(`UPDATE RoleAtSchool SET supersededAt = ?2 WHERE personId = ?1 AND supersededAt IS NULL`, personId, tick().toISOString())
    expect((await signedBy(async () => undefined))[1]).toBe(1)
    expect(await signedBy(gone)).toEqual([{ ok: false, reason: 'no_signer' }, 0])
  })
})

describe('to be confirmed', () => {
  it('A tie by browser alone lets a signature stand, to be confirmed by another address that the council holds for the school.', async () => {
    const { asked, head, lead, governor } = await aStaff()
    await inOneBrowser(lead, head)
    expect((await sign(asked, lead)).status).toBe(303)
    expect((await sign(asked, head)).status).toBe(303)
    expect([await signatures(asked), await submitted(asked)]).toEqual([
      [
        { signedAs: 'lead', byId: lead.accountId, doubt: null, confirmedById: null },
        { signedAs: 'head', byId: head.accountId, doubt: 'browser_of_signer', confirmedById: null },
      ],
      1,
    ])
    const office = await anOffice(asked)
    const other = await anAccount({ name: 'Cora Contact', schoolIds: [asked.school.id] })
    const path = `${asked.at}/signatures/${await signatureOf(asked, 'head')}`
    const why = 'To be confirmed, because it was signed from a browser in which somebody else who signed has signed in too'
    expect(await page(`${asked.at}/check`, governor.cookie)).toContain(why)
    expect(await page(`${asked.at}/check`, office.cookie)).toContain('Confirm that Hal Price signed as headteacher or principal')
    // Neither who signed, nor somebody whose address the council does not hold, is offered it or
    // can press it.
    for (const { cookie } of [head, lead, governor, other]) {
      expect(await page(`${asked.at}/check`, cookie)).not.toContain('Confirm that Hal Price signed')
      expect((await request(path, { cookie, form: {} })).status).toBe(409)
    }
    expect((await request(path, { cookie: office.cookie, form: {} })).status).toBe(303)
    expect((await request(path, { cookie: office.cookie, form: {} })).status).toBe(409)
    expect((await signatures(asked))[1]).toMatchObject({ confirmedById: office.accountId })
    expect(await page(`${asked.at}/check`, governor.cookie)).toContain('Confirmed by Olga Office')
  })

  it('Nobody confirms what was signed in a browser of theirs, also where the council holds their address.', async () => {
    const { asked, head, lead } = await aStaff()
    const office = await anOffice(asked)
    await inOneBrowser(lead, head, office)
    for (const one of [lead, head]) await sign(asked, one)
    const path = `${asked.at}/signatures/${await signatureOf(asked, 'head')}`
    expect((await request(path, { cookie: office.cookie, form: {} })).status).toBe(409)
    await expect(
      rows(
        'UPDATE ReturnSignature SET confirmedAt = at, confirmedById = ?2 WHERE id = ?1',
        await signatureOf(asked, 'head'),
        office.accountId,
      ),
    ).rejects.toThrow('signer_confirms_nothing')
  })

  it('An officer sees who signed as what, who named them in that role and why a signature is to be confirmed, and confirms it.', async () => {
    const { asked, head, lead } = await aStaff()
    const office = await anOffice(asked)
    const named = await rows<{ id: string }>(`SELECT id FROM RoleAtSchool WHERE personId = ?1`, head.personId)
    await rows('UPDATE RoleAtSchool SET supersededAt = learnedAt WHERE id = ?1', named[0]?.id)
    await add('RoleAtSchool', {
      personId: head.personId,
      schoolId: asked.school.id,
      roleId: 'head',
      learnedAt: '2026-09-07T09:00:00.000Z',
      confirmedAt: '2026-09-07T09:00:00.000Z',
      confirmedById: office.accountId,
    })
    await inOneBrowser(head, office)
    for (const one of [lead, head]) expect((await sign(asked, one)).status).toBe(303)
    const at = `/organiser/returns/${asked.round}/schools/${asked.id}`
    const shown = await page(at, asked.officer.cookie)
    expect(shown).toContain('Headteacher or principal Signed by Hal Price')
    expect(shown).toContain(
      'To be confirmed, because it was signed from a browser in which whoever named them in this role has signed in too',
    )
    expect(shown).toContain('Olga Office, 7 September 2026')
    expect(shown).toContain('one to be confirmed')
    const form = await request(`${at}/signatures/${await signatureOf(asked, 'head')}`, { cookie: asked.officer.cookie, form: {} })
    expect(form.status).toBe(303)
    expect(await page(at, asked.officer.cookie)).toContain('Confirmed by Olive Grant')
    expect(await page(at, asked.officer.cookie)).not.toContain('to be confirmed')
  })

  it('A lead whom nobody but themselves has named signs, to be confirmed.', async () => {
    const { asked, lead } = await aStaff()
    await rows('UPDATE RoleAtSchool SET supersededAt = learnedAt WHERE personId = ?1', lead.personId)
    await add('RoleAtSchool', {
      personId: lead.personId,
      schoolId: asked.school.id,
      roleId: 'dsl',
      confirmedAt: tick().toISOString(),
      confirmedById: lead.accountId,
    })
    await sign(asked, lead)
    expect(await signatures(asked)).toMatchObject([{ signedAs: 'lead', doubt: 'own_word' }])
  })
})

it('A signature lapses once an answer changes, and is asked for again.', async () => {
  const { asked, head, lead, governor } = await aStaff({ ...yesOrNo, inOrder: true })
  await sign(asked, lead)
  expect((await sign(asked, lead)).status).toBe(409)
  await fill(asked, lead, 'no')
  expect(await page(`${asked.at}/check`, lead.cookie)).toContain('This has lapsed: 1 answer was entered after that. It is asked for again')
  expect((await sign(asked, head)).status).toBe(409)
  for (const one of [lead, head, governor]) expect((await sign(asked, one)).status).toBe(303)
  expect(await signatures(asked)).toMatchObject([
    { signedAs: 'lead' },
    { signedAs: 'lead' },
    { signedAs: 'head' },
    { signedAs: 'governor' },
  ])
  expect(await page(`${asked.at}/check`, governor.cookie)).not.toContain('lapsed')
})

it('Who signs has shown within ten minutes that it is they.', async () => {
  const { asked } = await aStaff()
  const head = await anAccount({ provenAt: '2026-01-01T09:00:00.000Z' })
  const answer = await request(`${asked.at}/check`, { cookie: head.cookie, form: { agreed: 'yes', version: '1-0-0' } })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, expect.stringContaining('/account/prove?next=')])
})
