import { run } from './database.ts'
import { anAccount, aSchool, request, rows } from './factories.ts'
import { add } from './rows.ts'
import { dropTriggers } from './triggers.ts'

/** The council holds an address for a school. */
export const holds = async (schoolId: string, email: string): Promise<string> => {
  const id = await add('SchoolContact', { schoolId, email })
  return id
}

/** The person is known to have a role at the school. */
export const hasRoleAt = (personId: string, schoolId: string) => add('RoleAtSchool', { personId, schoolId, roleId: 'dsl', source: 'test' })

/** Somebody who is known to have a role at a school. */
export const aMember = async (email?: string) => {
  const account = await anAccount(email === undefined ? {} : { email })
  await hasRoleAt(account.personId, (await aSchool()).id)
  return account
}

/** Asks through the form to act for a school. */
export const claim = (cookie: string, schoolId: string, name = 'Siân Pritchard', roleId = 'dsl') =>
  request('/school/claims', { cookie, form: { schoolId, name, roleId } })

/** Somebody who has asked to act for a school and waits. */
export const aClaimant = async (schoolId: string, facts: Parameters<typeof anAccount>[0] = {}) => {
  const person = await anAccount(facts)
  const answer = await claim(person.cookie, schoolId, person.name)
  if (answer.status !== 303) throw new Error(`The claim was answered ${answer.status}`)
  const [row] = await rows<{ id: string }>(
    `SELECT id FROM Claim WHERE accountId = ?1 AND schoolId = ?2 AND state = 'requested'`,
    person.accountId,
    schoolId,
  )
  return { ...person, claimId: row?.id ?? '', actor: { ...person.actor, askedSchoolIds: [schoolId] } }
}

export const stateOf = async (claimId: string) =>
  (await rows<{ state: string; approver: number }>('SELECT state, approver FROM Claim WHERE id = ?1', claimId))[0]

/** Colleagues who approve nobody, also where none of them is left who does. */
export const noApprover = async (where: string, ...values: string[]): Promise<void> => {
  const restore = await dropTriggers('Claim_keeps_one_with_rights')
  await run(`UPDATE Claim SET approver = 0 WHERE ${where}`, ...values)
  await restore()
}

export const evidenceOf = async (claimId: string): Promise<string[]> =>
  (await rows<{ kind: string }>('SELECT kind FROM ClaimEvidence WHERE claimId = ?1 ORDER BY at, rowid', claimId)).map(({ kind }) => kind)

/** Tokens of the links that have reached a mailbox, the newest last. */
export const linksTo = async (email: string): Promise<string[]> => {
  const mails = await rows<{ text: string }>('SELECT text FROM LocalMail WHERE toAddress LIKE ?1 ORDER BY at, rowid', `%${email}%`)
  return mails.flatMap(({ text }) => [...text.matchAll(/\/vouch\/([\w-]+)/g)].map((match) => match[1] ?? ''))
}
