/** What is wrong with one field, as Vlens says it. */
export interface FieldError {
  field: string;
  message: string;
}
