import { sayWhen } from '#base/dates.ts'
import type { Problems } from '#base/web/field.tsx'
import { blocksOf, type EventDetails, type EventSession } from '#events/events/event.ts'
import { isFull, overlap, sayLeft } from '#events/events/workshop.ts'
import { blockField } from '../forms.ts'

type WorkshopFieldsProps = {
  event: Pick<EventDetails, 'sessions'>
  has: readonly string[]
  chosen?: readonly string[]
  prefix?: string
  who?: string
  problems?: Problems | undefined
}

/**
 * Radio buttons for each block's workshops, with what is left; a full one can be kept but not
 * chosen. Read with `readChosen` under the same prefix. @param has the place's workshops @param
 * chosen those marked @param who hidden text in each legend
 */
export const WorkshopFields = ({ event, has, chosen = has, prefix = '', who, problems = {} }: WorkshopFieldsProps) => {
  const blocks = blocksOf(event.sessions)
  return (
    <>
      {blocks.map(({ block, workshops }, index) => {
        const name = blockField(index, prefix)
        const problem = problems[name]
        const others = blocks.filter((other) => other.block !== block).flatMap((other) => other.workshops)
        return (
          <div class={`govuk-form-group${problem ? ' govuk-form-group--error' : ''}`}>
            <fieldset class="govuk-fieldset" aria-describedby={problem ? `${name}-error` : undefined}>
              <legend class="govuk-fieldset__legend govuk-fieldset__legend--s muster-break">
                {block}
                {who ? <span class="govuk-visually-hidden"> for {who}</span> : null}
              </legend>
              {problem ? (
                <p id={`${name}-error`} class="govuk-error-message">
                  <span class="govuk-visually-hidden">Error:</span> {problem}
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
                  <div class="govuk-radios__item">
                    <input
                      class="govuk-radios__input"
                      id={`${name}-none`}
                      name={name}
                      type="radio"
                      value=""
                      checked={!workshops.some((one) => chosen.includes(one.id))}
                    />
                    <label class="govuk-label govuk-radios__label" for={`${name}-none`}>
                      None for now
                    </label>
                  </div>
                ) : null}
              </div>
            </fieldset>
          </div>
        )
      })}
    </>
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
        aria-describedby={`${id}-item-hint`}
      />
      <label class="govuk-label govuk-radios__label muster-break" for={id}>
        {workshop.title}
      </label>
      <div id={`${id}-item-hint`} class="govuk-hint govuk-radios__hint">
        {sayWhen(workshop.startsAt, workshop.endsAt)}
        {workshop.capacity === null ? '' : `. ${sayLeft(workshop)}`}
        {clashing.length > 0 ? (
          <span class="muster-also">
            At the same time as {clashing.map((other) => `“${other.title}” of ${other.block}`).join(' and ')}: nobody can have both.
          </span>
        ) : null}
      </div>
    </div>
  )
}
