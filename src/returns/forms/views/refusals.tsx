import type { CheckRefusal, FormRefusal, PublishRefusal } from '../return-form.ts'

export const formRefusals: Record<FormRefusal, string> = {
  form_is_published: 'This form was published, so it stays as it is. Copy it to change it',
  others_depend: 'Something depends on it: take that out first',
  no_such_question: 'This question is not there any more',
}

export const publishRefusals: Record<PublishRefusal, string> = {
  form_is_published: 'It is published already',
  has_faults: 'Look at what is still to be done: it changed meanwhile, or something is missing',
}

export const checkRefusals: Record<CheckRefusal, string> = {
  text_is_checked: 'Somebody has ticked one of these texts meanwhile: look at what is left',
}
