import { Hono } from 'hono'
import * as z from 'zod'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { type Form, ownForm, type Texts } from '#base/web/fields.tsx'
import { type Body, text } from '#base/web/form.ts'
import { page, withPages } from '#base/web/page.tsx'
import { press } from '#base/web/press.tsx'
import { mailboxUnsaid } from '#people/accounts/mailbox-store.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { nameWhenAsked } from '#people/claims/claim-store.ts'
import { claimForm, trustClaimForm } from '#people/claims/forms.ts'
import { rolesOn } from '#schools/schools/role-store.ts'
import { schoolWordsIn, searchesSchool } from '#schools/schools/school-choice.ts'
import { readSchoolChoices } from '#schools/schools/store.ts'
import { readTrustChoices } from '#schools/schools/trust-store.ts'
import { claimSchool } from './claim-school.ts'
import { claimTrust } from './claim-trust.ts'
import { AboutSchools, AboutTrusts, AskingFields, type AskingProps, NoTrusts, SchoolAsked, TrustAsked } from './views/claim-form.tsx'
import { claimRefusals, trustRefusals } from './views/refusals.tsx'

type Asking = AskingProps & { filled: Texts }

const asker = async ({ actor }: Act) => ({ fixedName: actor.shared ? actor.name : undefined })

/** From a shared mailbox the one who said who they are asks; nobody asks under another name. */
const as = <T,>(name: string | undefined, schema: z.ZodType<T>): Form<T> =>
  ownForm(name === undefined ? schema : z.preprocess((sent) => ({ ...(sent as Body), name }), schema))

const requested = 'The council has your request. You will get an email when it has been decided.'

const school = press({
  at: '/school/claims',
  find: asker,
  fills: searchesSchool,
  form: (_, { fixedName }) => as(fixedName, claimForm),
  filled: ({ filled }: Asking) => filled,
  shape: (_, shown, typed) => (
    <AskingFields {...shown} {...typed} at="school">
      <SchoolAsked
        name="schoolId"
        schools={shown.choices}
        value={text(typed.body, 'schoolId')}
        problems={{ ...shown.choices.finding?.problems, ...typed.problems }}
      />
    </AskingFields>
  ),
  button: 'Send',
  act: async (act, asked, { council }) => {
    const claimed = await claimSchool(requireAccount(act), { ...asked, council })
    return claimed.ok ? ok({ ...claimed.value, schoolId: asked.schoolId }) : claimed
  },
  refused: claimRefusals,
  done: (_, { approved, mailboxAsked }) =>
    approved
      ? 'You can now book for the school.'
      : mailboxAsked
        ? 'The council has your request, and the school’s own mailbox is asked about it. You will get an email when it has been decided.'
        : requested,
  to: (_, claimed) => (claimed?.approved ? `/school/${claimed.schoolId}` : '/account'),
})

const trust = press({
  at: '/school/claims/trust',
  find: asker,
  fills: searchesSchool,
  form: (_, { fixedName }) => as(fixedName, trustClaimForm),
  filled: ({ filled }: Asking) => filled,
  shape: (_, shown, typed) => (
    <AskingFields {...shown} {...typed} at="trust">
      <TrustAsked trusts={shown.choices} {...typed} />
    </AskingFields>
  ),
  button: 'Send',
  act: (act, asked, { council }) => claimTrust(requireAccount(act), { ...asked, council }),
  refused: trustRefusals,
  done: requested,
  to: '/account',
})

const claim = page({
  at: '/school/claims/new',
  find: async (act, { query, council, c, typed = {} }): Promise<(Asking & { isTrust: boolean }) | Response> => {
    const { actor, db, now } = requireAccount(act)
    const isAgain = c.req.method === 'POST'
    if (!isAgain && (await mailboxUnsaid(requireAccount(act))))
      return c.redirect(`/account/mailbox?next=${encodeURIComponent(`/school/claims/new${new URL(c.req.url).search}`)}`, 303)
    const isTrust = query['for'] === 'trust' || c.req.path.endsWith('/trust')
    const schoolId = query['school']
    const name = actor.name ?? (!isAgain && schoolId && !actor.shared ? await nameWhenAsked(db, actor.accountId, schoolId) : undefined)
    const chosen = isAgain ? text(typed, isTrust ? 'trustUid' : 'schoolId') : schoolId
    const readChoices = isTrust ? readTrustChoices : readSchoolChoices
    const [choices, roles] = await Promise.all([
      readChoices(db, council.laCodes, chosen ? [chosen] : [], schoolWordsIn(typed)),
      rolesOn(db, londonDay(now)),
    ])
    return { isTrust, choices, roles, ...(await asker(act)), filled: { name, schoolId } }
  },
  title: ({ isTrust }) => `Ask to book for a ${isTrust ? 'trust' : 'school'}`,
  back: ({ isTrust }) =>
    isTrust ? { href: '/school/claims/new', text: 'Ask for one school' } : { href: '/account', text: 'Your account' },
  problems: ({ choices }) => choices.finding?.problems ?? {},
  presses: { school, trust },
  show: (found, forms) =>
    found.isTrust ? (
      <AboutTrusts>{found.choices.all?.length === 0 ? <NoTrusts /> : forms.trust(found)}</AboutTrusts>
    ) : (
      <AboutSchools>{forms.school(found)}</AboutSchools>
    ),
})

export const schoolClaimPages = withPages(
  new Hono<AppEnv>().get('/school/claims', (c) => c.redirect('/school/claims/new', 303)),
  claim,
)
