export const contactRefusals = {
  noted_before: { after: 'It was noted before' },
  corrected_before: {
    field: 'result',
    says: 'Somebody else has just corrected this contact. Go back to the ladder and correct what stands now',
  },
}

export const stopRefusals = { ended_before: { after: 'It was over before: the school answered, or somebody else ended it' } }
