import { Max, MaxDate, Min, MinDate, ValidateNested } from 'class-validator';
import { Field, Float, InputType } from 'type-graphql';
import { say } from '../src/vlens/messages/words.js';
import { DateTime } from './scalars.js';
import { StepInput } from './step-input.js';
import { validationMessage } from './validation-message.js';

@InputType({ description: 'Where the customer’s device is, in degrees (WGS 84).' })
export class GeoLocationInput {
  @Field(() => Float, { description: 'From -90 (south) to 90 (north).' })
  @Min(-90, validationMessage('latitude must be from -90 to 90 degrees.'))
  @Max(90, validationMessage('latitude must be from -90 to 90 degrees.'))
  latitude!: number;

  @Field(() => Float, { description: 'From -180 (west) to 180 (east).' })
  @Min(-180, validationMessage('longitude must be from -180 to 180 degrees.'))
  @Max(180, validationMessage('longitude must be from -180 to 180 degrees.'))
  longitude!: number;
}

const EARLIEST = new Date('2000-01-01T00:00:00Z');
const LATEST = new Date('2100-01-01T00:00:00Z');
const SANE_TIME = 'userDeviceUtcTime must be the device’s time now, between the years 2000 and 2100.';

/** Where and when the customer's device takes a step. Every signing step contains it. It is not a GraphQL type of its own. */
@InputType()
export abstract class DeviceMomentInput extends StepInput {
  @Field(() => GeoLocationInput, { description: 'Where the customer’s device is.' })
  @ValidateNested()
  geoLocation!: GeoLocationInput;

  @Field(() => DateTime, { description: 'What the customer’s device takes for the time.' })
  @MinDate(EARLIEST, validationMessage(SANE_TIME, say('clockIsWrong')))
  @MaxDate(LATEST, validationMessage(SANE_TIME, say('clockIsWrong')))
  userDeviceUtcTime!: Date;
}
