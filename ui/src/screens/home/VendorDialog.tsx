/** A vendor to add, or one to change. */
import { useState } from "react";
import { ApiError } from "../../api";
import { Button, Dialog, Kept, ListField, TextArea, TextField } from "../../components";
import type { Vendor } from "../../ipc/Vendor";
import type { VendorInput } from "../../ipc/VendorInput";
import { useDraft } from "../../state/edit";
import { change } from "../../state/query";
import { say } from "../../words";
import { FormError } from "../shown";

const blank: VendorInput = {
  id: null,
  name: "",
  legal_name: "",
  country: "",
  website: "",
  contact_name: "",
  contact_email: "",
  services: [],
  notes: "",
};

export function VendorDialog({ vendor, onClose }: { vendor: Vendor | null; onClose(): void }) {
  const form = useDraft<VendorInput>(
    vendor === null ? "new vendor" : `vendor form ${vendor.id}`,
    vendor ?? blank,
    {
      what: vendor === null ? say("home.newVendor") : say("home.vendor2", { name: vendor.name }),
    },
  );
  const draft = form.value;
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const set = (part: Partial<VendorInput>) => {
    setError(undefined);
    form.set((now) => ({ ...now, ...part }));
  };
  const isReady = draft.name.trim() !== "" && !busy;
  const save = async () => {
    if (!isReady) return;
    setBusy(true);
    try {
      await change("save_vendor", vendor === null ? draft : { ...draft, base: form.base as Vendor });
      form.clear();
      onClose();
    } catch (thrown) {
      setError(ApiError.from(thrown).message);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={vendor === null ? say("home.addAVendor") : say("home.edit", { name: vendor.name })}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{say("common.cancel")}</Button>
          <Button kind="primary" onPress={() => void save()} isDisabled={!isReady} data-testid="save-vendor">
            {vendor === null ? say("home.addVendor") : say("home.saveVendor")}
          </Button>
        </>
      }
    >
      <div className="form">
        <Kept draft={form} />
        <TextField
          label={say("common.name")}
          help={say("home.theNamePeopleUseItStands")}
          isRequired
          autoFocus
          value={draft.name}
          onChange={(name) => set({ name })}
          onEnter={() => void save()}
          testId="vendor-name"
        />
        <div className="form-pair">
          <TextField
            label={say("home.nameInTheContract")}
            value={draft.legal_name}
            onChange={(legal_name) => set({ legal_name })}
            testId="vendor-legal-name"
          />
          <TextField
            label={say("home.countryOfEstablishment")}
            value={draft.country}
            onChange={(country) => set({ country })}
            testId="vendor-country"
          />
          <TextField
            label={say("home.contact")}
            value={draft.contact_name}
            onChange={(contact_name) => set({ contact_name })}
            testId="vendor-contact"
          />
          <TextField
            label={say("home.theirMailAddress")}
            value={draft.contact_email}
            onChange={(contact_email) => set({ contact_email })}
            testId="vendor-email"
          />
        </div>
        <TextField
          label={say("home.website")}
          help={say("home.keptAsTextNothingIsEver")}
          value={draft.website}
          onChange={(website) => set({ website })}
        />
        <ListField
          label={say("home.services")}
          placeholder={say("home.addAService")}
          value={draft.services}
          onChange={(services) => set({ services })}
          testId="vendor-services"
        />
        <TextArea label={say("home.notes")} value={draft.notes} onChange={(notes) => set({ notes })} />
        <FormError error={error} />
      </div>
    </Dialog>
  );
}
