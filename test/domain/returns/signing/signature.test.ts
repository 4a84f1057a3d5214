import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mayType, type SigningRule } from '#returns/filling/school-return.ts'
import { bodyOf, type Capacity, cameAt, maySign, type Signature, stillToSign } from '#returns/signing/signature.ts'
import { holdsFor } from '#test/support/holds.ts'

const at = '2027-01-29T15:00:00.000Z'
const signature = (who: string, signedAs: Capacity, alsoLead = false): Signature => ({
  accountId: who,
  personId: who,
  signedAs,
  alsoLead,
  at,
})
const free: SigningRule = { leadSigns: true, bodySigns: true, inOrder: false }
const ordered: SigningRule = { ...free, inOrder: true }
const plain: SigningRule = { leadSigns: false, bodySigns: false, inOrder: true }
const who = (id: string, ...roleIds: string[]) => ({ accountId: id, personId: id, roleIds })
const signs = (signedAs: Capacity, alsoLead = false) => ({ may: true, signedAs, alsoLead })
const no = (why: string) => ({ may: false, why })

describe('who signs a return', () => {
  it.each([
    ['maintained', 'governor'],
    ['academy', 'trustee'],
    ['independent', 'proprietor'],
    ['further_education', 'governor'],
    ['not_known', 'governor'],
  ])('of a school that is %s, beside its head and lead: a %s', (sector, body) => {
    expect(bodyOf(sector)).toBe(body)
    expect(stillToSign(free, [], sector)).toEqual(['lead', 'head', body])
  })

  it.each<[string, SigningRule, Signature[], ReturnType<typeof who>, object]>([
    ['the head submits', free, [], who('head', 'head'), signs('head')],
    ['the lead signs before the head', free, [], who('lead', 'dsl'), signs('lead')],
    ['the lead signs after the head', free, [signature('head', 'head')], who('lead', 'dsl'), signs('lead')],
    ['a head who is the lead signs once for both', free, [], who('both', 'head', 'dsl'), signs('head', true)],
    ['and not again', free, [signature('both', 'head', true)], who('both', 'head', 'dsl'), no('signed_already')],
    [
      'nor from another account of theirs',
      free,
      [{ ...signature('x', 'head', true), personId: 'both' }],
      who('both', 'head', 'dsl'),
      no('signed_already'),
    ],
    ['a head who is the lead signs as head where the lead is not asked', plain, [], who('both', 'head', 'dsl'), signs('head')],
    ['another head finds it signed', free, [signature('head', 'head')], who('second', 'head'), no('signed_by_another')],
    ['a deputy does not sign', free, [], who('deputy', 'deputy_dsl'), no('no_signer')],
    ['a lead does not sign where only the head is asked', plain, [], who('lead', 'dsl'), no('no_signer')],
    ['a governor signs what was submitted', free, [signature('head', 'head')], who('gov', 'link_governor'), signs('governor')],
    ['a governor has nothing to sign before', free, [], who('gov', 'chair'), no('not_submitted')],
    [
      'a second governor finds it signed',
      free,
      [signature('head', 'head'), signature('gov', 'governor')],
      who('chair', 'chair'),
      no('signed_by_another'),
    ],
    ['a head is not the governor as well', free, [signature('other', 'head')], who('head', 'head', 'governor'), no('is_the_head')],
    ['a head who is a governor signs as head alone', free, [], who('head', 'head', 'governor'), signs('head')],
    ['a lead who is a governor signs as lead alone', free, [signature('head', 'head')], who('lead', 'dsl', 'governor'), signs('lead')],
    [
      'and not for the governors after',
      free,
      [signature('head', 'head'), signature('lead', 'lead')],
      who('lead', 'dsl', 'governor'),
      no('signed_already'),
    ],
    ['in order, the head waits for the lead', ordered, [], who('head', 'head'), no('out_of_order')],
    ['in order, a head who is the lead waits for nobody', ordered, [], who('both', 'head', 'dsl'), signs('head', true)],
    ['in order, the head follows the lead', ordered, [signature('lead', 'lead')], who('head', 'head'), signs('head')],
    [
      'in order, a governor follows both',
      ordered,
      [signature('lead', 'lead'), signature('head', 'head')],
      who('gov', 'chair'),
      signs('governor'),
    ],
  ])('%s', (_what, rule, signatures, somebody, answer) => {
    expect(maySign(rule, signatures, somebody, 'maintained')).toEqual(answer)
  })

  it('says who has still to sign', () => {
    expect(stillToSign(free, [signature('head', 'head')], 'academy')).toEqual(['lead', 'trustee'])
    expect(stillToSign(free, [signature('both', 'head', true), signature('gov', 'governor')], 'maintained')).toEqual([])
  })

  it('lets those of the governing body read and sign, and the others fill in', () => {
    expect([['dsl'], ['deputy_dsl'], ['head'], ['trust_lead'], ['head', 'governor']].map(mayType)).toEqual([true, true, true, true, true])
    expect([['governor'], ['chair', 'link_governor'], ['proprietor'], ['senco'], []].map(mayType)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ])
  })

  it.each([
    ['2027-01-29T23:59:59.999Z', 'by_deadline'],
    ['2027-01-30T00:00:00.000Z', 'by_final'],
    ['2027-02-26T23:59:59.999Z', 'by_final'],
    ['2027-02-27T00:00:00.000Z', 'after_final'],
  ])('a head who submits at %s is %s', (submittedAt, came) => {
    expect(cameAt(submittedAt, { deadlineAt: '2027-01-29T23:59:59.999Z', finalAt: '2027-02-26T23:59:59.999Z' })).toBe(came)
  })

  it('has each part signed once, by another person each, the body after the head and never by the head or the lead', () => {
    const role = fc.constantFrom('head', 'dsl', 'link_governor', 'chair', 'governor', 'proprietor', 'deputy_dsl')
    const people = fc.array(fc.uniqueArray(role, { maxLength: 3 }), { minLength: 1, maxLength: 5 })
    const rules = fc.record({ leadSigns: fc.boolean(), bodySigns: fc.boolean(), inOrder: fc.boolean() })
    holdsFor(
      [people, rules, fc.constantFrom('maintained', 'academy', 'independent'), fc.array(fc.nat(4), { maxLength: 15 })],
      {},
      (roles, rule, sector, turns) => {
        const signatures: Signature[] = []
        for (const turn of turns) {
          const left = stillToSign(rule, signatures, sector)
          const answer = maySign(rule, signatures, who(String(turn), ...(roles[turn] ?? [])), sector)
          if (!answer.may) continue
          expect(left).toContain(answer.signedAs)
          if (rule.inOrder) expect([answer.signedAs, answer.alsoLead ? 'lead' : answer.signedAs]).toContain(left[0])
          signatures.push(signature(String(turn), answer.signedAs, answer.alsoLead))
        }
        expect(new Set(signatures.map(({ personId }) => personId)).size).toBe(signatures.length)
        expect(new Set(signatures.map(({ signedAs }) => signedAs)).size).toBe(signatures.length)
        const body = signatures.findIndex(({ signedAs }) => signedAs === bodyOf(sector))
        if (body >= 0) {
          expect(signatures.slice(0, body).map(({ signedAs }) => signedAs)).toContain('head')
          expect(roles[Number(signatures[body]?.personId)]).not.toContain('head')
        }
      },
    )
  })
})
