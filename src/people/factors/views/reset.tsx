import { type Instant, sayDeadline, sayInstant } from '#base/dates.ts'
import { Button, Choices, type Problems } from '#base/web/field.tsx'
import { Address, ErrorSummary, Heading, P, Page, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { type OpenReset, resetHours, resetUntil, resetWhyWords } from '../reset.ts'
import { releaseRefusals, resetRefusals } from './refusals.tsx'

/** One administrator asks, another agrees. */
export const ResetPage = (props: {
  id: string
  email: string
  name: string | null
  factors: number
  codes: number
  heldAt: Instant | null
  open: OpenReset | undefined
  /** The administrator who looks. */
  me: string
  problems?: Problems | undefined
}) => {
  const { id, open } = props
  const home = `/organiser/accounts/${id}/factors`
  return (
    <Page>
      <ErrorSummary problems={props.problems} />
      <span class="govuk-caption-l">{props.name ?? 'An account without a name'}</span>
      <Title>Second factors</Title>
      <P>
        <Address email={props.email} /> has {counted(props.factors, 'second factor')} and {counted(props.codes, 'unused printed code')}.
      </P>
      {props.heldAt ? (
        <>
          <Heading>Waits for you</Heading>
          <P>
            It was set up on {sayInstant(props.heldAt)}, when what they may do for the council rested already: whoever reads their mail
            could have done it. See or speak to them, and not only read a message from them, before you let it count.
          </P>
          {id === props.me ? (
            <P>{releaseRefusals.own_release}.</P>
          ) : (
            <form method="post" action={`${home}/release`}>
              <Button>It is theirs: let it count</Button>
            </form>
          )}
        </>
      ) : null}
      <Heading>Take them away</Heading>
      <P>
        For somebody who has lost them all. Two administrators do it together: one asks, another agrees within {resetHours} hours. Then
        every factor and printed code goes, the account is signed out everywhere, and a code from its mailbox alone lets in until a new
        factor is set up. Each of you should see or speak to the person, and not only read a message from them.
      </P>
      {props.factors === 0 ? <P>There is nothing to take away.</P> : null}
      {id === props.me && props.factors > 0 ? <P>{resetRefusals.own_factors}.</P> : null}
      {open ? (
        <>
          <P>
            {open.askedBy} asked on {sayInstant(open.askedAt)}
            {open.reason ? ` (${resetWhyWords[open.reason].toLowerCase()})` : ''}. Somebody else can agree until{' '}
            {sayDeadline(resetUntil(open.askedAt))}.
          </P>
          {open.askedById === props.me || id === props.me ? null : (
            <form method="post" action={`${home}/agree`}>
              <input type="hidden" name="reset" value={open.id} />
              <Button kind="warning">Agree, and take them away</Button>
            </form>
          )}
          <form method="post" action={`${home}/withdraw`}>
            <input type="hidden" name="reset" value={open.id} />
            <Button kind="secondary">Take the request back</Button>
          </form>
        </>
      ) : props.factors > 0 && id !== props.me ? (
        <form method="post" action={home} novalidate>
          <Choices
            type="radios"
            values={[]}
            name="reason"
            label="What has happened to them?"
            options={Object.entries(resetWhyWords).map(([value, text]) => ({ value, text }))}
            problems={props.problems}
          />
          <Button>Ask another administrator</Button>
        </form>
      ) : null}
    </Page>
  )
}
