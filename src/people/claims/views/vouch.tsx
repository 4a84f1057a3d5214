import { sayDeadline, sayInstant } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { Address, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import type { LinkFacts, LinkRefusal } from '../vouch.ts'
import { linkRefusals } from './refusals.tsx'

/** Who asks, for which school, as what. Only a button decides. */
export const VouchPage = ({ link, token }: { link: LinkFacts; token: string }) => {
  const { claim } = link
  const who = claim.name ?? claim.email
  return (
    <Page>
      <Title>
        Does {who} work at {claim.school.name}?
      </Title>
      <SummaryList
        rows={[
          ['Who asks', who],
          ['Address', <Address email={claim.email} />],
          ['School', schoolLabel(claim.school)],
          ['As', claim.role ?? undefined],
          ['Asked', sayInstant(claim.requestedAt)],
        ]}
      />
      <P>
        If you answer yes, {who} can at once book places for the school, see what it has booked and who of its staff is coming, and vouch
        for colleagues. If you answer no, the request is refused. The person is told by email that the school’s own mailbox answered.
      </P>
      <form method="post" action={`/vouch/${token}`}>
        <div class="muster-actions">
          <Button name="answer" value="yes">
            Yes, they work with us
          </Button>
          <Button name="answer" value="no" kind="warning">
            No, they do not
          </Button>
        </div>
      </form>
      <P>Not sure? Ask them first. The link works until {sayDeadline(link.expiresAt)}.</P>
    </Page>
  )
}

/** Asks once more: a refusal is told to the person at once. */
export const VouchRefusePage = ({ link, token }: { link: LinkFacts; token: string }) => {
  const who = link.claim.name ?? link.claim.email
  return (
    <Page>
      <Title>Refuse {who}?</Title>
      <P>
        {who} will not be able to book for {schoolLabel(link.claim.school)}, and is told so by email. This link then works no more.
      </P>
      <form method="post" action={`/vouch/${token}`}>
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

export const VouchDonePage = ({ who, school, answer }: { who: string; school: string; answer: 'yes' | 'no' }) => (
  <Page>
    <Title>{answer === 'yes' ? 'Confirmed' : 'Refused'}</Title>
    <p class="govuk-body-l">
      {answer === 'yes' ? `${who} can now act for ${school}.` : `${who} cannot act for ${school}.`} They are told by email. If that was a
      mistake, tell the council: an organiser can put it right.
    </p>
  </Page>
)
