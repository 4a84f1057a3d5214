import type { Calendar } from '#base/council/working-day.ts'
import { type Day, londonInstant, sayDay, sayLongDay } from '#base/dates.ts'
import { Choices, type Problems } from '#base/web/field.tsx'
import { Bullets, Heading, P, SummaryList } from '#base/web/page-parts.tsx'
import { SummaryCard } from '#base/web/summary-card.tsx'
import { inWords } from '#base/words.ts'
import type { Cancellable, ListedTerms, Terms, TermsFacts } from '../terms.ts'
import { sayTerms, termsLabel } from '../words.ts'

type TermsInWordsProps = {
  terms: TermsFacts
  event: Cancellable
  calendar: Calendar
  /** Deadlines before it are said to have passed. */
  now?: Date | undefined
}

export const TermsInWords = ({ terms, event, calendar, now }: TermsInWordsProps) => (
  <Bullets>
    {sayTerms(terms, event, calendar, now).map((sentence) => (
      <li class="muster-lines">{sentence}</li>
    ))}
  </Bullets>
)

/** Terms for an example event at 9:30am on a day. */
export const Example = ({ terms, day, calendar }: { terms: TermsFacts; day: Day; calendar: Calendar }) => (
  <>
    <P>For an event on {sayLongDay(day)} a school would read:</P>
    <TermsInWords
      terms={terms}
      event={{ sessions: [{ startsAt: londonInstant(day, '09:30')?.toISOString() ?? '' }], freeUntil: null }}
      calendar={calendar}
    />
  </>
)

type TermsAcceptanceProps = {
  terms: Terms | undefined
  event: Cancellable
  calendar: Calendar
  now?: Date | undefined
  problems?: Problems | undefined
  /** Already ticked on this form, for this version. */
  accepted?: boolean
  /** Who at which school accepted, when an organiser books for them. */
  saidBy?: { name: string; school: string } | undefined
}

/** @param money whose, as in “the school’s money” */
export const sayAuthority = (money: string, terms: string): string =>
  `I have authority to spend ${money} on these charges, and accept these terms (${terms})`

type AuthorityProps = { accepted: boolean; text: string; problems?: Problems | undefined }

/** The box by which terms are accepted. */
export const Authority = ({ accepted, text, problems }: AuthorityProps) => (
  <Choices
    type="checkboxes"
    name="authority"
    label="Terms of cancelling"
    values={accepted ? ['yes'] : []}
    options={[{ value: 'yes', text }]}
    problems={problems}
  />
)

/** The acceptance of terms on the check-answers page; empty for an event without terms. */
export const TermsAcceptance = ({ terms, event, calendar, now, problems, accepted = false, saidBy }: TermsAcceptanceProps) =>
  terms ? (
    <>
      <Heading>If someone cannot come</Heading>
      <TermsInWords terms={terms} event={event} calendar={calendar} now={now} />
      <input type="hidden" name="termsId" value={terms.id} />
      <Authority
        accepted={accepted}
        problems={problems}
        text={
          saidBy
            ? `${saidBy.name} of ${saidBy.school} has said that they have authority to spend the school’s money on these charges, and that the school accepts these terms (${termsLabel(terms)}), which I read out`
            : sayAuthority('the school’s money', termsLabel(terms))
        }
      />
    </>
  ) : null

export const notSaid = 'Read the terms out, and tick the box once the person who asked has said that the school accepts them'
export const noAuthority = 'Say that you have authority to spend, and accept the terms of cancelling'

export const TermsListPage = ({ terms, example, calendar }: { terms: readonly ListedTerms[]; example: Day; calendar: Calendar }) => {
  const newest = terms.filter((one) => !terms.some((other) => other.key === one.key && other.version > one.version))
  const usable = newest.filter((one) => one.retiredAt === null)
  return (
    <>
      <P>
        What a place costs that is cancelled late, or that nobody comes to. You choose the terms of an event under its rules of booking; the
        person who books accepts them as they are then, and a later version does not change what they accepted.
      </P>
      <a href="/organiser/terms/new" class="govuk-button">
        Write new terms
      </a>
      {usable.length === 0 ? <p class="govuk-inset-text">There are none yet, so cancelling is always free of charge.</p> : null}
      {usable.map((one) => (
        <SummaryCard
          title={one.name}
          actions={[
            { href: `/organiser/terms/${one.key}`, text: 'New version', of: `of ${one.name}` },
            { href: `/organiser/terms/${one.key}/retire`, text: 'Retire', of: one.name },
          ]}
        >
          <Example terms={one} day={example} calendar={calendar} />
          <Versions of={terms.filter((other) => other.key === one.key)} />
        </SummaryCard>
      ))}
      {newest.length > usable.length ? (
        <>
          <Heading>Retired</Heading>
          <SummaryList
            rows={newest
              .filter((one) => one.retiredAt !== null)
              .map((one) => [one.name, <Versions of={terms.filter((other) => other.key === one.key)} />])}
          />
        </>
      ) : null}
    </>
  )
}

const Versions = ({ of }: { of: readonly ListedTerms[] }) => (
  <ul class="govuk-list govuk-!-margin-bottom-0">
    {of.map((one) => (
      <li>
        Version {one.version}, {sayDay(one.createdAt)}
        {one.retiredAt ? `, retired ${sayDay(one.retiredAt)}` : ''}: {inWords(one.events, 'event')} to come,{' '}
        {inWords(one.bookings, 'booking')}
      </li>
    ))}
  </ul>
)
