import type { Child } from 'hono/jsx'
import type { Actor } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { sayInstant } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { LinkGroups } from '#base/web/page-head.tsx'
import { Bullets, Details, Heading, Link, P, SummaryList, Table, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted, inWords } from '#base/words.ts'
import { roleLabels } from '#people/accounts/account.ts'
import type { OwnAct } from '#people/accounts/own-act.ts'
import { type ClaimRow, claimStates, type OwnWaiting } from '#people/claims/claim.ts'
import type { TrustClaimRow } from '#people/claims/trust-claim.ts'
import { settingLabel, type UnlistedClaimRow, unlistedStates } from '#people/claims/unlisted-claim.ts'
import { sayCouncilContact } from '#people/claims/waiting-claim.ts'
import { type BrowserRow, sayHow, shownDays } from '#people/sign-in/sign-in.ts'
import { schoolLabel } from '#schools/schools/school.ts'

type AccountProps = {
  actor: OwnAct['actor']
  council: Council
  doorEvents: readonly { code: string; title: string }[]
  claims: readonly ClaimRow[]
  trustClaims: readonly TrustClaimRow[]
  unlistedClaims: readonly UnlistedClaimRow[]
  /** Schools of waiting claims whose mailbox can be asked. */
  mailboxSchoolIds: readonly string[]
  requests: readonly OwnWaiting[]
  open: readonly BrowserRow[]
  ended: readonly BrowserRow[]
  providers: ReadonlyMap<string, string>
  /** Of the council, also while their roles are suspended. */
  isStaff: boolean
  naming: Child
  /** What was typed was refused. */
  isNamedAgain: boolean
  endOf: (row: BrowserRow) => Child
  endOthers: Child
}

const Mailbox = ({ actor }: { actor: Actor }) => (
  <>
    <Heading>Shared mailbox</Heading>
    <P>
      {actor.shared
        ? `Several people read this mailbox, so each says their name when they sign in. ${actor.name ? `Now it is ${actor.name}.` : 'Nobody has said yet who it is now.'} `
        : 'Only you read this mailbox. If several people do, tell us: each then gives their name when they sign in. '}
      {actor.shared ? (
        <>
          <Link href="/account/who?next=/account">Say who is using it</Link>
          {' or '}
        </>
      ) : null}
      <Link href="/account/mailbox?next=/account">{actor.shared ? 'say that it is not shared' : 'Say that it is shared'}</Link>
    </P>
  </>
)

const About = ({ actor, doorEvents }: Pick<AccountProps, 'actor' | 'doorEvents'>) => (
  <SummaryList
    rows={[
      ['Email address', actor.email],
      ['Name', actor.name ?? 'Not given yet'],
      [
        'Roles at the council',
        actor.roles
          .filter((role) => role !== 'door')
          .map((role) => roleLabels[role])
          .join(', ') || undefined,
      ],
      [
        'May check people in at',
        doorEvents.length > 0 ? (
          <ul class="govuk-list">
            {doorEvents.map((event) => (
              <li>
                <Link href={`/events/${event.code}`}>{event.title}</Link>
              </li>
            ))}
          </ul>
        ) : undefined,
      ],
    ]}
  />
)

const OwnPages = ({ actor, isStaff, providers }: Pick<AccountProps, 'actor' | 'isStaff' | 'providers'>) => {
  const groups = [
    {
      title: 'Your places and record',
      links: [
        { href: '/account/record', text: 'Places, certificates and record' },
        ...(actor.personId && !actor.shared ? [{ href: '/account/roles', text: 'Change your roles' }] : []),
        { href: '/account/calendar', text: 'Calendars to subscribe to' },
        { href: '/account/dates', text: 'Dates you want to hear of' },
      ],
    },
    {
      title: 'Signing in and mail',
      links: [
        { href: '/account/email', text: 'Change your email address' },
        ...(isStaff ? [{ href: '/account/factors', text: 'Second factors: passkeys, authenticator apps, printed codes' }] : []),
        ...(providers.size > 0 ? [{ href: '/account/sign-in-links', text: 'Other ways to sign in' }] : []),
        { href: '/account/messages', text: 'News of new conferences: ask for it or stop it' },
      ],
    },
  ]
  return <LinkGroups groups={groups} />
}

/** A key by itself can be turned off: WCAG 2.2, 2.1.4. Shown by the script that listens for it. */
const SearchKey = () => (
  <div class="govuk-checkboxes govuk-checkboxes--small" id="search-key" hidden>
    <div class="govuk-checkboxes__item">
      <input class="govuk-checkboxes__input" id="has-search-key" type="checkbox" />
      <label class="govuk-label govuk-checkboxes__label" for="has-search-key">
        In this browser, the key <kbd>/</kbd> opens the search at the top
      </label>
    </div>
  </div>
)

const ActsFor = ({ council, claims, trustClaims, unlistedClaims, mailboxSchoolIds, requests }: AccountProps) => (
  <>
    <Heading>You can book for</Heading>
    {claims.length > 0 ? (
      <Table
        caption="Your schools and requests"
        captionClass="govuk-visually-hidden"
        columns={['School', 'State', 'Asked']}
        rows={claims.map((claim) => [
          claim.state === 'approved' ? (
            <Link href={`/school/${claim.schoolId}`}>{schoolLabel(claim.school)}</Link>
          ) : (
            schoolLabel(claim.school)
          ),
          claim.reason ? `${claimStates[claim.state]}: ${claim.reason}` : claimStates[claim.state],
          sayInstant(claim.requestedAt),
        ])}
      />
    ) : (
      <P>You cannot book for any school yet.</P>
    )}
    {[...claims, ...trustClaims, ...unlistedClaims].some((claim) => claim.state === 'requested') ? (
      <P>
        {council.name} answers within {inWords(council.answerDays, 'working day')}. {sayCouncilContact(council)} if you have not heard by
        then.
      </P>
    ) : null}
    {claims
      .filter((claim) => claim.state === 'requested' && mailboxSchoolIds.includes(claim.schoolId))
      .map((claim) => (
        <form method="post" action={`/school/claims/${claim.id}/mailbox`}>
          <P>
            We have asked, or can ask, the school’s own mailbox whether you work at {claim.school.name}. Somebody there answers yes or no.
          </P>
          <Button kind="secondary">
            Ask the mailbox again<VisuallyHidden> of {schoolLabel(claim.school)}</VisuallyHidden>
          </Button>
        </form>
      ))}
    {requests.length > 0 ? (
      <>
        <h3 class="govuk-heading-s">Places you have asked for</h3>
        <P>They are booked, or put on the waiting list, once you are confirmed.</P>
        <Bullets>
          {requests.map((request) => (
            <li>
              <Link href={`/requests/${request.id}`}>
                {counted(request.places, 'place')} at {request.event}
              </Link>
              , {sayInstant(request.requestedAt)}
            </li>
          ))}
        </Bullets>
      </>
    ) : null}
    {trustClaims.length > 0 ? (
      <Table
        caption="Your trusts and requests"
        captionClass="govuk-table__caption--s"
        columns={['Trust', 'State', 'Asked']}
        rows={trustClaims.map((claim) => [
          claim.trustName,
          claim.reason ? `${claimStates[claim.state]}: ${claim.reason}` : claimStates[claim.state],
          sayInstant(claim.requestedAt),
        ])}
      />
    ) : null}
    {unlistedClaims.length > 0 ? (
      <Table
        caption="Settings that were not listed"
        captionClass="govuk-table__caption--s"
        columns={['Setting', 'State', 'Asked']}
        rows={unlistedClaims.map((claim) => [
          settingLabel(claim),
          claim.reason ? `${unlistedStates[claim.state]}: ${claim.reason}` : unlistedStates[claim.state],
          sayInstant(claim.requestedAt),
        ])}
      />
    ) : null}
    <P>
      <Link href="/school/claims/new">Ask to book for a school</Link>
    </P>
  </>
)

const SignIns = ({ council, open, ended, providers, endOf, endOthers }: AccountProps) => (
  <Details summary={`Where you are signed in (${counted(open.length, 'browser')})`}>
    <Table
      caption="Browsers signed in with your address"
      captionClass="govuk-visually-hidden"
      columns={['Browser', 'Signed in', 'How', 'Last used', 'Sign out']}
      rows={open.map((row) => [
        row.current ? `${row.browser || 'A browser'} (this one)` : row.browser || 'A browser',
        sayInstant(row.signedInAt),
        sayHow(row, providers),
        sayInstant(row.seenAt),
        row.current ? 'Use “Sign out” at the top' : endOf(row),
      ])}
    />
    {open.some((row) => !row.current) ? endOthers : null}
    <Details summary={`Sign-ins that ended in the last ${shownDays} days`}>
      {ended.length > 0 ? (
        <Table
          caption="Sign-ins that ended"
          captionClass="govuk-visually-hidden"
          columns={['Browser', 'Signed in', 'How', 'Last used', 'Ended']}
          rows={ended.map((row) => [
            row.browser || 'A browser',
            sayInstant(row.signedInAt),
            sayHow(row, providers),
            sayInstant(row.seenAt),
            sayInstant(row.endedAt ?? row.seenAt),
          ])}
        />
      ) : (
        <P>None.</P>
      )}
    </Details>
    <P>If one of these was not you, sign out everywhere else and tell {council.name}.</P>
  </Details>
)

export const Account = (account: AccountProps) => (
  <>
    <About actor={account.actor} doorEvents={account.doorEvents} />
    <ActsFor {...account} />
    <OwnPages actor={account.actor} isStaff={account.isStaff} providers={account.providers} />
    <SearchKey />
    {account.actor.shared ? null : (
      <Details summary="Change your name" open={account.isNamedAgain || !account.actor.name}>
        {account.naming}
      </Details>
    )}
    <Mailbox actor={account.actor} />
    <SignIns {...account} />
  </>
)
