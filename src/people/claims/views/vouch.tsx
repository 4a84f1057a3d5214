import { sayDeadline, sayInstant } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { Address, Heading, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import type { LinkFacts, LinkRefusal } from '../vouch.ts'
import { linkRefusals } from './refusals.tsx'

const nameOf = ({ claim }: LinkFacts): string => claim.name ?? claim.email

/** Who asks, for which school, as what. Only a button decides. */
export const VouchPage = ({ links, token }: { links: readonly LinkFacts[]; token: string }) => {
  const [only, ...others] = links
  return (
    <Page>
      <Title>
        {only && others.length === 0
          ? `Does ${nameOf(only)} work at ${only.claim.school.name}?`
          : `Who works at ${only?.claim.school.name}?`}
      </Title>
      <P>
        Whom you answer yes for can at once book places for the school, see what it has booked and who of its staff is coming, and approve
        colleagues. If you answer no, the request is refused. The person is told by email that the school’s own mailbox answered.
      </P>
      {links.map((link) => (
        <Question link={link} token={token} isOne={others.length === 0} />
      ))}
      {only ? <P>Not sure? Ask them first. The link works until {sayDeadline(only.expiresAt)}.</P> : null}
    </Page>
  )
}

const Question = ({ link, token, isOne }: { link: LinkFacts; token: string; isOne: boolean }) => {
  const { claim } = link
  const who = nameOf(link)
  return (
    <>
      {isOne ? null : <Heading>{who}</Heading>}
      <SummaryList
        rows={[
          ['Who asks', who],
          ['Address', <Address email={claim.email} />],
          ['School', schoolLabel(claim.school)],
          ['As', claim.role ?? undefined],
          ['Asked', sayInstant(claim.requestedAt)],
        ]}
      />
      <form method="post" action={`/vouch/${token}`}>
        <input type="hidden" name="claim" value={claim.id} />
        <div class="muster-actions">
          <Button name="answer" value="yes">
            {isOne ? 'Yes, they work with us' : `Yes, ${who} works with us`}
          </Button>
          <Button name="answer" value="no" kind="warning">
            {isOne ? 'No, they do not' : `No, ${who} does not`}
          </Button>
        </div>
      </form>
    </>
  )
}

/** Asks once more: a refusal is told to the person at once. */
export const VouchRefusePage = ({ link, token }: { link: LinkFacts; token: string }) => {
  const who = nameOf(link)
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

export const VouchDonePage = ({
  who,
  school,
  answer,
  next,
}: {
  who: string
  school: string
  answer: 'yes' | 'no'
  next: string | undefined
}) => (
  <Page>
    <Title>{answer === 'yes' ? 'Confirmed' : 'Refused'}</Title>
    <p class="govuk-body-l">
      {answer === 'yes' ? `${who} can now act for ${school}.` : `${who} cannot act for ${school}.`} They are told by email. If that was a
      mistake, tell the council: an organiser can put it right.
    </p>
    {next ? (
      <P>
        <Link href={next}>Answer about the others</Link>
      </P>
    ) : null}
  </Page>
)
