import { sayWhen } from '#base/dates.ts'
import { Choice, type Problems } from '#base/web/field.tsx'
import type { Field, Fields } from '#base/web/fields.tsx'
import { textsField } from '#base/web/form.ts'
import { VisuallyHidden } from '#base/web/page-parts.tsx'
import { blocksOf, type EventDetails, type EventSession } from '#events/events/event.ts'
import { isFull, overlap, sayLeft } from '#events/events/workshop.ts'
import { blockField } from '../forms.ts'

type WorkshopFieldsOf = {
  event: Pick<EventDetails, 'sessions'>
  has: readonly string[]
  prefix?: string
  who?: string | undefined
}

/**
 * Radio buttons for each block's workshops, as fields of a form. Read with `readChosen` under the
 * same prefix. @param has the place's workshops @param who hidden text in each legend
 */
export const workshopFields = ({ event, has, prefix, who }: WorkshopFieldsOf): Fields =>
  Object.fromEntries(
    blocksOf(event.sessions).map(({ block }, index): [string, Field<string[]>] => [
      blockField(index, prefix),
      {
        schema: textsField,
        show: ({ name, values, problems }) => (
          <BlockField
            event={event}
            block={block}
            name={name}
            has={has}
            who={who}
            problems={problems}
            chosen={values.length > 0 ? values : has}
          />
        ),
      },
    ]),
  )

type BlockFieldProps = Pick<WorkshopFieldsOf, 'event' | 'has' | 'who'> & {
  problems: Problems | undefined
  block: string
  name: string
  chosen: readonly string[]
}

/** The workshops of one block, with what is left; a full one can be kept but not chosen. */
const BlockField = ({ event, block, name, has, chosen, who, problems }: BlockFieldProps) => {
  const problem = problems?.[name]
  const workshops = event.sessions.filter((one) => one.block === block)
  const others = event.sessions.filter((one) => one.block !== '' && one.block !== block)
  return (
    <div class={`govuk-form-group${problem ? ' govuk-form-group--error' : ''}`}>
      <fieldset class="govuk-fieldset" aria-describedby={problem ? `${name}-error` : undefined}>
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s muster-break">
          {block}
          {who ? <VisuallyHidden> for {who}</VisuallyHidden> : null}
        </legend>
        {problem ? (
          <p id={`${name}-error`} class="govuk-error-message">
            <VisuallyHidden>Error:</VisuallyHidden> {problem}
          </p>
        ) : null}
        <div class="govuk-radios" data-module="govuk-radios">
          {workshops.map((workshop, at) => (
            <Workshop
              workshop={workshop}
              id={at === 0 ? name : `${name}-${at + 1}`}
              name={name}
              has={has.includes(workshop.id)}
              marked={chosen.includes(workshop.id)}
              clashing={others.filter((other) => overlap(other, workshop))}
            />
          ))}
          {workshops.some((one) => has.includes(one.id)) ? (
            <Choice type="radios" id={`${name}-none`} name={name} value="" checked={!workshops.some((one) => chosen.includes(one.id))}>
              None for now
            </Choice>
          ) : null}
        </div>
      </fieldset>
    </div>
  )
}

type WorkshopProps = {
  workshop: EventSession
  id: string
  name: string
  has: boolean
  marked: boolean
  clashing: readonly EventSession[]
}

const Workshop = ({ workshop, id, name, has, marked, clashing }: WorkshopProps) => {
  const shut = !has && isFull(workshop)
  return (
    <div class="govuk-radios__item">
      <input
        class="govuk-radios__input"
        id={id}
        name={name}
        type="radio"
        value={workshop.id}
        checked={marked && !shut}
        disabled={shut}
        aria-describedby={clashing.length > 0 ? `${id}-item-hint ${id}-clash` : `${id}-item-hint`}
      />
      <label class="govuk-label govuk-radios__label muster-break" for={id}>
        {workshop.title}
      </label>
      <div id={`${id}-item-hint`} class="govuk-hint govuk-radios__hint">
        {sayWhen(workshop.startsAt, workshop.endsAt)}
        {workshop.capacity === null ? '' : `. ${sayLeft(workshop)}`}
      </div>
      {clashing.length > 0 ? (
        <p id={`${id}-clash`} class="govuk-body-s govuk-radios__hint">
          At the same time as {clashing.map((other) => `“${other.title}” of ${other.block}`).join(' and ')}: nobody can have both.
        </p>
      ) : null}
    </div>
  )
}
