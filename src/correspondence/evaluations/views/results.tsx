import { londonDay, sayDay } from '#base/dates.ts'
import { Files } from '#base/list/views.tsx'
import { SummaryTable, share } from '#base/questions/views/summary.tsx'
import { Bullets, Heading, P } from '#base/web/page-parts.tsx'
import { atStart, counted, inWords } from '#base/words.ts'
import { type Figure, leastShown, type Results, waveWords } from '../evaluation.ts'

const OfQuestion = ({ figure: { question, summary, texts, toRead, lastRead }, of }: { figure: Figure; of: number }) =>
  summary ? (
    <SummaryTable {...summary} caption={question.label} captionClass="govuk-table__caption--s" unit="People" of={of} />
  ) : (
    <>
      <h4 class="govuk-heading-s">{question.label}</h4>
      {texts.length === 0 ? null : (
        <Bullets>
          {texts.map((text) => (
            <li class="muster-lines muster-break">{text}</li>
          ))}
        </Bullets>
      )}
      <P>
        {toRead > 0
          ? `${atStart(toRead, 'text waits', 'texts wait')} until a safeguarding officer has read ${toRead === 1 ? 'it' : 'them'}.`
          : texts.length === 0
            ? 'There is no text to show.'
            : 'These are the texts that a safeguarding officer let be read.'}{' '}
        {lastRead?.readAt ? `Last read by ${lastRead.readBy} on ${sayDay(londonDay(lastRead.readAt))}.` : ''}
      </P>
    </>
  )

const sayRest = ({ answered, released, dropped, isClosed }: Results): string => {
  if (released === 0)
    return isClosed
      ? `Fewer than ${leastShown} people answered, so nothing is shown to anybody, and what they said is gone.`
      : `Nothing is shown to anybody before ${leastShown} people have answered.`
  const waiting = answered - released - dropped
  return [
    `The figures are of ${counted(released, 'person', 'people')}.`,
    waiting > 0 ? `${inWords(waiting, 'more waits', 'more wait')} until there are ${leastShown} of them.` : '',
    dropped > 0 ? `The last ${dropped} were too few to be added without being told apart, and are gone.` : '',
  ]
    .filter(Boolean)
    .join(' ')
}

const Wave = ({ results }: { results: Results }) => {
  const { wave, asked, answered, released, figures } = results
  return (
    <section aria-labelledby={`wave-${wave}`}>
      <h3 class="govuk-heading-s" id={`wave-${wave}`}>
        {waveWords[wave].label}
      </h3>
      {asked === 0 ? (
        <P>Nobody has been asked yet.</P>
      ) : (
        <>
          <P>
            <strong>
              {answered} of {asked} answered ({share(answered, asked)}%).
            </strong>{' '}
            {sayRest(results)}
          </P>
          {figures.map((figure) => (
            <OfQuestion figure={figure} of={released} />
          ))}
        </>
      )}
    </section>
  )
}

/** What an event was worth; for its page of results as well. */
export const EvaluationResults = ({ code, results }: { code: string; results: readonly Results[] }) =>
  results.length === 0 ? null : (
    <>
      <Heading id="evaluation">Feedback</Heading>
      {results.map((one) => (
        <Wave results={one} />
      ))}
      {results.some(({ figures }) => figures.length > 0) ? (
        <Files at={`/organiser/events/${code}/evaluation`} query="" says="Download these answers" />
      ) : null}
    </>
  )
