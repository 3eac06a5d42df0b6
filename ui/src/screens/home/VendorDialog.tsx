/** A vendor to add, or one to change. */
import { useState } from "react";
import { ApiError } from "../../api";
import { Button, Dialog, ListField, TextArea, TextField } from "../../components";
import type { Vendor } from "../../ipc/Vendor";
import type { VendorInput } from "../../ipc/VendorInput";
import { change } from "../../state/query";

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
  const [draft, setDraft] = useState<VendorInput>(vendor ?? blank);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const set = (part: Partial<VendorInput>) => setDraft((now) => ({ ...now, ...part }));
  const isReady = draft.name.trim() !== "" && !busy;
  const save = async () => {
    if (!isReady) return;
    setBusy(true);
    try {
      await change("save_vendor", vendor === null ? draft : { ...draft, base: vendor });
      onClose();
    } catch (thrown) {
      setError(ApiError.from(thrown).message);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={vendor === null ? "Add a vendor" : `Edit ${vendor.name}`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" onPress={() => void save()} isDisabled={!isReady} data-testid="save-vendor">
            {vendor === null ? "Add vendor" : "Save vendor"}
          </Button>
        </>
      }
    >
      <div className="form">
        <TextField
          label="Name"
          help="The name people use; it stands on the report."
          isRequired
          autoFocus
          value={draft.name}
          onChange={(name) => set({ name })}
          onEnter={() => void save()}
          error={error}
          testId="vendor-name"
        />
        <div className="form-pair">
          <TextField
            label="Name in the contract"
            value={draft.legal_name}
            onChange={(legal_name) => set({ legal_name })}
            testId="vendor-legal-name"
          />
          <TextField
            label="Country of establishment"
            value={draft.country}
            onChange={(country) => set({ country })}
            testId="vendor-country"
          />
          <TextField
            label="Contact"
            value={draft.contact_name}
            onChange={(contact_name) => set({ contact_name })}
            testId="vendor-contact"
          />
          <TextField
            label="Their mail address"
            value={draft.contact_email}
            onChange={(contact_email) => set({ contact_email })}
            testId="vendor-email"
          />
        </div>
        <TextField
          label="Website"
          help="Kept as text. Nothing is ever opened."
          value={draft.website}
          onChange={(website) => set({ website })}
        />
        <ListField
          label="Services"
          placeholder="Add a service"
          value={draft.services}
          onChange={(services) => set({ services })}
          testId="vendor-services"
        />
        <TextArea label="Notes" value={draft.notes} onChange={(notes) => set({ notes })} />
      </div>
    </Dialog>
  );
}
