import type { Child } from 'hono/jsx'
import { sayDeadline, sayInstant } from '#base/dates.ts'
import { Address, Heading, P } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { type ResetFacts, resetHours, resetUntil, resetWhyWords } from '../reset.ts'
import { releaseRefusals, resetRefusals } from './refusals.tsx'

type Facts = ResetFacts & { id: string }
type ResetProps = { facts: Facts; me: string | undefined; forms: Record<'ask' | 'agree' | 'withdraw' | 'release', (facts: Facts) => Child> }

export const Reset = ({ facts, me, forms }: ResetProps) => {
  const { id, open, factors, heldAt } = facts
  const isOwn = id === me
  return (
    <>
      <P>
        <Address email={facts.email} /> has {counted(factors, 'second factor')} and {counted(facts.codes, 'unused printed code')}.
      </P>
      {heldAt ? (
        <>
          <Heading>Waits for you</Heading>
          <P>
            It was set up on {sayInstant(heldAt)}, when what they may do for the council rested already: whoever reads their mail could have
            done it. See or speak to them, and not only read a message from them, before you let it count.
          </P>
          {isOwn ? <P>{releaseRefusals.own_release}.</P> : forms.release(facts)}
        </>
      ) : null}
      <Heading>Take them away</Heading>
      <P>
        For somebody who has lost them all. Two administrators do it together: one asks, another agrees within {resetHours} hours. Then
        every factor and printed code goes, the account is signed out everywhere, and a code from its mailbox alone lets in until a new
        factor is set up. Each of you should see or speak to the person, and not only read a message from them.
      </P>
      {factors === 0 ? <P>There is nothing to take away.</P> : null}
      {isOwn && factors > 0 ? <P>{resetRefusals.own_factors}.</P> : null}
      {open ? (
        <>
          <P>
            {open.askedBy} asked on {sayInstant(open.askedAt)}
            {open.reason ? ` (${resetWhyWords[open.reason].toLowerCase()})` : ''}. Somebody else can agree until{' '}
            {sayDeadline(resetUntil(open.askedAt))}.
          </P>
          {open.askedById === me || isOwn ? null : forms.agree(facts)}
          {forms.withdraw(facts)}
        </>
      ) : null}
      {!open && factors > 0 && !isOwn ? forms.ask(facts) : null}
    </>
  )
}
