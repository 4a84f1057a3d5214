import type { Child } from 'hono/jsx'
import { concernAt } from './concern.tsx'

export type Problems = Record<string, string>

type Common = {
  name: string
  /** Where the same field is several times on a page. */
  id?: string | undefined
  label: string
  hint?: Child
  problems?: Problems | undefined
  value?: string | undefined
  labelClass?: string | undefined
}

const described = (name: string, hint: unknown, problem: string | undefined): string | undefined =>
  [hint ? `${name}-hint` : '', problem ? `${name}-error` : ''].filter(Boolean).join(' ') || undefined

const Problem = ({ name, problem }: { name: string; problem: string | undefined }) =>
  problem ? (
    <p id={`${name}-error`} class="govuk-error-message">
      <span class="govuk-visually-hidden">Error:</span> {problem}
    </p>
  ) : null

const Hint = ({ name, hint }: { name: string; hint: Child | undefined }) =>
  hint ? (
    <div id={`${name}-hint`} class="govuk-hint">
      {hint}
    </div>
  ) : null

const group = (problem: string | undefined): string => `govuk-form-group${problem ? ' govuk-form-group--error' : ''}`

/** width: one of GOV.UK's, such as `20` or `4`. */
export const TextField = ({
  name,
  id = name,
  label,
  hint,
  problems,
  value,
  labelClass,
  type = 'text',
  width,
  autocomplete,
  inputmode,
  maxlength,
  list,
}: Common & {
  type?: 'text' | 'email' | 'tel' | 'url' | 'date' | 'time' | 'search' | 'number' | undefined
  width?: number | undefined
  autocomplete?: string | undefined
  inputmode?: 'numeric' | 'email' | 'tel' | 'url' | undefined
  maxlength?: number
  /** Id of what is offered. */
  list?: string
}) => {
  const problem = problems?.[name]
  return (
    <div class={group(problem)}>
      <label class={`govuk-label ${labelClass ?? ''}`} for={id}>
        {label}
      </label>
      <Hint name={id} hint={hint} />
      <Problem name={id} problem={problem} />
      <input
        class={`govuk-input${problem ? ' govuk-input--error' : ''}${width ? ` govuk-input--width-${width}` : ''}`}
        id={id}
        name={name}
        type={type}
        value={value ?? ''}
        autocomplete={autocomplete}
        inputmode={inputmode}
        maxlength={maxlength}
        list={list}
        spellcheck={type === 'email' ? false : undefined}
        aria-describedby={described(id, hint, problem)}
      />
    </div>
  )
}

export const DayField = (props: Common) => <TextField {...props} type="date" width={10} />

export const TextArea = ({ name, id = name, label, hint, problems, value, labelClass, rows = 5 }: Common & { rows?: number }) => {
  const problem = problems?.[name]
  const concern = concernAt(`${id}-concern`)
  return (
    <div class={group(problem)}>
      <label class={`govuk-label ${labelClass ?? ''}`} for={id}>
        {label}
      </label>
      <Hint name={id} hint={hint} />
      {concern}
      <Problem name={id} problem={problem} />
      <textarea
        class={`govuk-textarea${problem ? ' govuk-textarea--error' : ''}`}
        id={id}
        name={name}
        rows={rows}
        aria-describedby={[described(id, hint, problem), concern && `${id}-concern`].filter(Boolean).join(' ') || undefined}
      >
        {value ?? ''}
      </textarea>
    </div>
  )
}

/** accept: such as `.csv,text/csv`. */
export const FileField = ({
  name,
  id = name,
  label,
  hint,
  problems,
  accept,
  multiple,
}: Omit<Common, 'value' | 'labelClass'> & { accept: string; multiple?: true }) => {
  const problem = problems?.[name]
  return (
    <div class={group(problem)}>
      <label class="govuk-label" for={id}>
        {label}
      </label>
      <Hint name={id} hint={hint} />
      <Problem name={id} problem={problem} />
      <input
        class={`govuk-file-upload${problem ? ' govuk-file-upload--error' : ''}`}
        id={id}
        name={name}
        type="file"
        accept={accept}
        multiple={multiple}
        aria-describedby={described(id, hint, problem)}
      />
    </div>
  )
}

/** `alsoFoundBy`: further words for filtering. */
/** `reveals`: fields of this answer alone, of the first three; shown once it is chosen. */
export type Option = { value: string; text: string; hint?: string; alsoFoundBy?: string; reveals?: Child }

export const optionsOf = (words: Readonly<Record<string, string>>): Option[] =>
  Object.entries(words).map(([value, text]) => ({ value, text }))

export const Select = ({ name, id = name, label, hint, problems, value, labelClass, options }: Common & { options: readonly Option[] }) => {
  const problem = problems?.[name]
  return (
    <div class={group(problem)}>
      <label class={`govuk-label ${labelClass ?? ''}`} for={id}>
        {label}
      </label>
      <Hint name={id} hint={hint} />
      <Problem name={id} problem={problem} />
      <select
        class={`govuk-select${problem ? ' govuk-select--error' : ''}`}
        id={id}
        name={name}
        aria-describedby={described(id, hint, problem)}
      >
        {options.map((option) => (
          <option value={option.value} selected={option.value === value} data-also={option.alsoFoundBy}>
            {option.text}
          </option>
        ))}
      </select>
    </div>
  )
}

type ChoiceProps = {
  type: 'radios' | 'checkboxes'
  id: string
  name: string
  value: string
  checked?: boolean
  hint?: Child | undefined
  children?: Child
}

export const Choice = ({ type, id, name, value, checked, hint, children }: ChoiceProps) => (
  <div class={`govuk-${type}__item`}>
    <input
      class={`govuk-${type}__input`}
      id={id}
      name={name}
      type={type === 'radios' ? 'radio' : 'checkbox'}
      value={value}
      checked={checked}
      aria-describedby={hint ? `${id}-item-hint` : undefined}
    />
    <label class={`govuk-label govuk-${type}__label`} for={id}>
      {children}
    </label>
    {hint ? (
      <div id={`${id}-item-hint`} class={`govuk-hint govuk-${type}__hint`}>
        {hint}
      </div>
    ) : null}
  </div>
)

/** The first input has the field's id, for links from the list of problems. */
export const Choices = ({
  name,
  id = name,
  label,
  hint,
  problems,
  values,
  options,
  type,
  inline,
  legendClass = 'govuk-fieldset__legend--s',
  small,
}: Omit<Common, 'value' | 'labelClass'> & {
  type: 'radios' | 'checkboxes'
  values: readonly string[]
  options: readonly Option[]
  inline?: boolean
  small?: boolean
  legendClass?: string
}) => {
  const problem = problems?.[name]
  return (
    <div class={group(problem)}>
      <fieldset class="govuk-fieldset" aria-describedby={described(id, hint, problem)}>
        <legend class={`govuk-fieldset__legend ${legendClass}`}>{label}</legend>
        <Hint name={id} hint={hint} />
        <Problem name={id} problem={problem} />
        <div
          class={`govuk-${type}${small ? ` govuk-${type}--small` : ''}${inline && type === 'radios' ? ' govuk-radios--inline' : ''}`}
          data-module={`govuk-${type}`}
        >
          {options.map((option, index) => {
            const own = index === 0 ? id : `${id}-${index + 1}`
            return (
              <>
                <Choice type={type} id={own} name={name} value={option.value} checked={values.includes(option.value)} hint={option.hint}>
                  {option.text}
                </Choice>
                {option.reveals ? <div class={`govuk-${type}__conditional`}>{option.reveals}</div> : null}
              </>
            )
          })}
        </div>
      </fieldset>
    </div>
  )
}

type ButtonProps = {
  children: Child
  kind?: 'secondary' | 'warning'
  name?: string
  value?: string
  /** Instead of its form’s. */
  formaction?: string
}

export const Button = ({ children, kind, name, value, formaction }: ButtonProps) => (
  <button
    type="submit"
    class={`govuk-button${kind ? ` govuk-button--${kind}` : ''}`}
    data-module="govuk-button"
    data-prevent-double-click="true"
    name={name}
    value={value}
    formaction={formaction}
  >
    {children}
  </button>
)

export type Link = { href: string; text: string }
/** `of`: its subject, read out alone, where many buttons have the same text. */
export type FormButton = { text: string; of?: string; name?: string; value?: string; kind?: 'secondary' | 'warning' }

/** @param or a link beside the buttons */
export const ButtonGroup = ({ buttons, or }: { buttons: readonly FormButton[]; or: Link | undefined }) => (
  <div class="govuk-button-group">
    {buttons.map(({ text: says, of: what, ...rest }) => (
      <Button {...rest}>
        {says}
        {what ? <span class="govuk-visually-hidden"> {what}</span> : null}
      </Button>
    ))}
    {or ? (
      <a class="govuk-link" href={or.href}>
        {or.text}
      </a>
    ) : null}
  </div>
)
