// The address of a row in the world: which of its objects each parameter names, by the name of the parameter and where it stands.
import type { Row } from './route-table.ts'
import { type Actor, nothing, type World } from './world.ts'

type Values = Record<string, string | number>

/** What a parameter of this name is in all addresses that begin so; the first that fits counts. */
const valuesIn = (w: World): [begins: string, Values][] => [
  ['/account/roles/', { role: w.ownRole }],
  ['/account/calendar/', { of: 'own' }],
  ['/sign-in/with/', { provider: 'entra' }],
  ['/account/record/roles/', { role: w.ownRole }],
  ['/school/:school/staff', { role: w.role, merge: w.merge, person: w.personId }],
  ['/school/:school/roles/', { id: w.role, role: 'dsl' }],
  ['/organiser/schools/:school/roles/', { id: w.role, role: 'dsl' }],
  ['/school/:schoolId/people', { does: 'refuse', decision: 'refuse' }],
  ['/school/:schoolId/money/invoices', { number: 1 }],
  ['/school/:schoolId/money/disputes', { id: w.dispute }],
  ['/organiser/people/merges', { id: w.merge }],
  ['/organiser/people/', { id: w.personId, person: w.personId, role: w.role }],
  ['/organiser/claims/unlisted', { id: w.unlisted }],
  ['/organiser/claims/trust', { id: w.trustClaim }],
  ['/organiser/claims/', { id: w.claimId, decision: 'refuse' }],
  ['/organiser/roles/', { id: w.staffRole }],
  ['/organiser/events/:code/door/', { id: w.doorRole }],
  ['/organiser/accounts/', { id: w.somebody.accountId }],
  ['/organiser/settings/pages/', { page: 'privacy' }],
  ['/organiser/term-dates/', { id: w.termDate }],
  ['/organiser/venues/', { id: w.venue }],
  ['/organiser/terms/', { key: 'usual' }],
  ['/organiser/finance/payers/:payer/:what', { what: 'routes', id: w.route }],
  ['/organiser/finance/agreements/', { id: w.agreement }],
  ['/organiser/finance/vat/', { id: w.list.vatCodeId }],
  ['/organiser/finance/prices/', { key: w.list.key, id: w.priceCode.id }],
  ['/organiser/finance/proposals/', { id: w.proposal }],
  ['/organiser/finance/disputes/', { id: w.dispute }],
  ['/organiser/corrections/', { id: w.correction }],
  ['/organiser/events/:code/correction/', { place: w.placeId }],
  ['/organiser/finance/journals/', { number: 1 }],
  ['/organiser/finance/invoice-requests/', { number: 1, reference: 'IR000001' }],
  ['/organiser/finance/invoices/', { number: 1 }],
  ['/organiser/events/:code/held-back', { id: w.heldBack }],
  ['/organiser/events/:code/print', { part: 'badges' }],
  ['/organiser/events/:code/certificates/', { number: '2345'.repeat(7) }],
  ['/c/', { number: '2345'.repeat(7) }],
  ['/organiser/events/:code/evaluation/', { wave: 'after' }],
  ['/organiser/events/:code/materials', { id: w.material, way: 'up' }],
  ['/organiser/events/:code/questions', { id: w.question, way: 'up' }],
  ['/organiser/events/:code/messages', { message: 'thanks' }],
  ['/organiser/bookings/bulk', { id: w.bulk }],
  ['/organiser/series/', { id: w.series }],
  ['/organiser/messages/', { id: w.sent }],
  ['/organiser/sendings/', { id: w.sending }],
  ['/organiser/mailings/', { id: w.mailing }],
  ['/organiser/wordings/', { name: 'thanks' }],
  ['/dev/emails/', { name: 'thanks', sample: 0 }],
  ['/organiser/addresses/', { id: w.trouble }],
  ['/bookings/:reference/addresses/', { id: w.sent }],
  ['/organiser/register-imports/reviews', { id: w.review }],
  ['/organiser/register-imports/', { id: w.register }],
  ['/organiser/schools/earlier-attendance', { batchId: w.school.id }],
  ['/organiser/schools/roles-import', { batchId: w.roleBatch }],
  ['/organiser/schools/early-years', { batchId: w.providerBatch }],
  ['/organiser/schools/', { id: w.school.id, exception: w.exception, earlier: w.earlier, chase: w.chase }],
  [
    '/organiser/returns/',
    { round: w.round, return: w.schoolReturn, entry: nothing, dispute: nothing, action: nothing, moderation: nothing, signature: nothing },
  ],
  ['/organiser/returns/forms/', { form: w.form, section: 'new', question: 'new' }],
  ['/organiser/chasing/lists/', { list: 'leads' }],
  ['/requirements/', { id: 'lead', edition: 'lead-2026' }],
  ['/reached/', { notice: 'guidance', subjectId: w.guidanceVersion }],
  ['/guidance/', { id: w.guidance, number: 1, schoolId: w.school.id }],
  ['/school/:schoolId/guidance', { schoolId: w.school.id, issueId: w.guidanceIssue }],
  ['/trusts/:trust/guidance', { trust: w.trustUid, versionId: w.guidanceVersion }],
  ['/coverage/papers/', { number: 1 }],
  ['/coverage/frozen/', { number: 1 }],
  ['/organiser/open-data/', { number: 1 }],
  ['/coverage/frozen/', { number: 1, schoolId: w.school.id }],
  ['/school/:schoolId/returns/', { returnId: w.schoolReturn, section: 1, action: nothing, signature: nothing }],
  ['/school/:schoolId/reports', { number: 1, schoolId: w.school.id }],
  ['/coverage/', { id: w.school.id }],
  ['/organiser/records/periods', { class: 'messages' }],
  ['/organiser/records/people', { id: w.personId }],
  ['/organiser/records/holds', { id: w.hold }],
  ['/organiser/records/requests', { id: w.subject }],
  ['/series/', { id: w.series }],
  ['/register/', { personId: w.placeId }],
  ['/organiser/meetings/', { report: w.meetingReport, sessionId: w.session }],
  ['/door/', { person: w.placeId }],
  [
    '/',
    {
      trust: w.trustUid,
      ...{ school: w.school.id, schoolId: w.school.id, code: w.event.code, reference: w.reference, placeId: w.placeId },
      ...{ sessionId: w.session, claimId: w.claimId, contactId: w.contactId, payer: w.payer, number: w.line, period: '2026-01' },
      ...{
        day: '2099-12-25',
        trips: '1',
        deeper: 'x',
        index: 0,
        id: nothing,
        offer: nothing,
        charge: nothing,
        file: `${'x'.repeat(43)}.ics`,
      },
    },
  ],
]

export const pathOf = (world: World, row: Row, actor: Actor): string => {
  const values = valuesIn(world).filter(([begins]) => row.path.startsWith(begins))
  return row.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    if (name === 'token') return actor === 'delegate' ? world.token : 'x'.repeat(43)
    const found = values.find(([, of]) => name in of)?.[1][name]
    if (found === undefined) throw new Error(`Nothing stands for :${name} of ${row.path}`)
    return String(found)
  })
}
