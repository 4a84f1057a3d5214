import type { Child } from 'hono/jsx'
import { sayDeadline, sayInstant } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { Address, Heading, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import type { ClaimRow } from '#people/claims/claim.ts'
import { type LinkFacts, type LinkRefusal, nameAsked } from '#people/claims/vouch.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { linkRefusals } from './refusals.tsx'

export const VouchQuestions = ({ links, form }: { links: readonly LinkFacts[]; form: (link: LinkFacts) => Child }) => (
  <>
    <P>
      Whom you answer yes for can at once book places for the school, see what it has booked and who of its staff is coming, and approve
      colleagues. If you answer no, the request is refused. The person is told by email that the school’s own mailbox answered.
    </P>
    {links.map((link) => (
      <>
        {links.length === 1 ? null : <Heading>{nameAsked(link)}</Heading>}
        <SummaryList
          rows={[
            ['Who asks', nameAsked(link)],
            ['Address', <Address email={link.claim.email} />],
            ['School', schoolLabel(link.claim.school)],
            ['As', link.claim.role ?? undefined],
            ['Asked', sayInstant(link.claim.requestedAt)],
          ]}
        />
        {form(link)}
      </>
    ))}
    {links[0] ? <P>Not sure? Ask them first. The link works until {sayDeadline(links[0].expiresAt)}.</P> : null}
  </>
)

/** Asks once more: a refusal is told to the person at once. */
export const VouchRefusePage = ({ link, token }: { link: LinkFacts; token: string }) => {
  const who = nameAsked(link)
  return (
    <Page>
      <Title>Refuse {who}?</Title>
      <P>
        {who} will not be able to book for {schoolLabel(link.claim.school)}, and is told so by email.
      </P>
      <form method="post" action={`/vouch/${token}`}>
        <input type="hidden" name="claim" value={link.claim.id} />
        <input type="hidden" name="confirmed" value="yes" />
        <Button name="answer" value="no" kind="warning">
          Refuse the request
        </Button>
      </form>
      <P>
        <Link href={`/vouch/${token}`}>Go back</Link>
      </P>
    </Page>
  )
}

export const VouchClosedPage = ({ reason }: { reason: LinkRefusal }) => (
  <Page>
    <Title>There is nothing to answer here</Title>
    <p class="govuk-body-l">{linkRefusals[reason]}</p>
    <P>Nothing was changed.</P>
  </Page>
)

export const VouchDonePage = ({ claim, answer, next }: { claim: ClaimRow; answer: 'yes' | 'no'; next: string | undefined }) => (
  <Page>
    <Title>{answer === 'yes' ? 'Confirmed' : 'Refused'}</Title>
    <p class="govuk-body-l">
      {claim.name ?? claim.email} {answer === 'yes' ? 'can now' : 'cannot'} book for {schoolLabel(claim.school)}. They are told by email. If
      that was a mistake, tell the council: an organiser can put it right.
    </p>
    {next ? (
      <P>
        <Link href={next}>Answer about the others</Link>
      </P>
    ) : null}
  </Page>
)
